(ns orders.handler
  "API Gateway's HTTP events (payload format 2.0) to resources and back."
  (:require [clojure.core.match :refer [match]]
            [clojure.data.json :as json]
            [clojure.string :as string]
            [orders.answer :as answer]
            [orders.customers :as customers]
            [orders.products :as products]
            [orders.purchases :as purchases]
            [orders.schema :as schema]
            [orders.store :as store])
  (:import (java.nio.charset StandardCharsets)
           (java.util Base64)))

(set! *warn-on-reflection* true)

(defn- body-of
  "The body as data; ::unreadable if it is no JSON object."
  [{:strs [body isBase64Encoded]}]
  (try
    (let [^String text (or body "")
          text (if isBase64Encoded
                 (String. (.decode (Base64/getDecoder) text) StandardCharsets/UTF_8)
                 text)
          data (json/read-str text :key-fn keyword)]
      (if (map? data) data ::unreadable))
    (catch Exception _ ::unreadable)))

(defn- with-body
  "What f makes of the body, if it has the form of the resource."
  [event spec f]
  (let [body (body-of event)
        problems (when-not (= ::unreadable body) (schema/problems spec body))]
    (cond
      (= ::unreadable body) (answer/problem 400 "The body is not a JSON object")
      (seq problems) (answer/invalid problems)
      :else (f body))))

(defn- bounded [text default least greatest]
  (let [number (if text (parse-long text) default)]
    (when (and number (<= least number greatest)) number)))

(defn- with-page
  "What f makes of the query and its page."
  [{:strs [queryStringParameters]} f]
  (let [offset (bounded (get queryStringParameters "offset") 0 0 Integer/MAX_VALUE)
        limit (bounded (get queryStringParameters "limit") 20 1 100)]
    (if (and offset limit)
      (f {:query queryStringParameters :page {:offset offset :limit limit}})
      (answer/problem 400 "offset must be at least 0, and limit 1 to 100"))))

(defn- with-id [text f]
  (if-let [id (parse-long text)]
    (f id)
    (answer/not-found (str "resource numbered " text))))

(defn- allowed [path]
  (match [path]
    [["customers"]] "GET, POST"
    [["customers" _]] "GET, PUT, DELETE"
    [["products"]] "GET, POST"
    [["products" _]] "GET, PUT"
    [["orders"]] "GET, POST"
    [["orders" _]] "GET, PATCH"
    :else nil))

(defn- route [store method path event]
  (match [method path]
    ["GET" []] (answer/ok {:resources ["/customers" "/products" "/orders"]})

    ["GET" ["customers"]] (with-page event #(customers/index store %))
    ["POST" ["customers"]] (with-body event ::schema/customer #(customers/create store %))
    ["GET" ["customers" id]] (with-id id #(customers/show store %))
    ["PUT" ["customers" id]]
    (with-id id (fn [id] (with-body event ::schema/customer #(customers/replace-with store id %))))
    ["DELETE" ["customers" id]] (with-id id #(customers/delete store %))

    ["GET" ["products"]] (with-page event #(products/index store %))
    ["POST" ["products"]] (with-body event ::schema/product #(products/create store %))
    ["GET" ["products" sku]] (products/show store sku)
    ["PUT" ["products" sku]] (with-body event ::schema/product #(products/replace-with store sku %))

    ["GET" ["orders"]] (with-page event #(purchases/index store %))
    ["POST" ["orders"]] (with-body event ::schema/order #(purchases/create store %))
    ["GET" ["orders" id]] (with-id id #(purchases/show store %))
    ["PATCH" ["orders" id]]
    (with-id id (fn [id] (with-body event ::schema/transition #(purchases/move store id %))))

    :else (if-let [methods (allowed path)]
            (answer/method-not-allowed methods)
            (answer/not-found "such resource"))))

(defn answer-to
  "The answer to an event, both as data."
  [store event]
  (let [method (get-in event ["requestContext" "http" "method"])
        path (get event "rawPath")]
    (if (and (string? method) (string? path))
      (route store method (vec (remove string/blank? (string/split path #"/"))) event)
      (throw (IllegalArgumentException. "this is no event of an HTTP API: requestContext.http.method or rawPath is missing")))))

(defn handler
  "A function from the bytes of an event to those of the answer, with a store of its own."
  []
  (let [store (store/create)]
    (fn [^bytes payload]
      (let [event (json/read-str (String. payload StandardCharsets/UTF_8))
            ^String response (json/write-str (answer-to store event) :escape-slash false :escape-unicode false)]
        (.getBytes response StandardCharsets/UTF_8)))))
