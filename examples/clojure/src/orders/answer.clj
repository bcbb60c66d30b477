(ns orders.answer
  "HTTP answers: resources as JSON, problems as RFC 9457 has them."
  (:require [clojure.data.json :as json]))

(defn- answer [status content-type body]
  {:statusCode status
   :headers {"content-type" content-type "cache-control" "no-store"}
   :body (json/write-str body :escape-slash false :escape-unicode false)
   :isBase64Encoded false})

(defn ok [resource]
  (answer 200 "application/json" resource))

(defn created [path resource]
  (assoc-in (answer 201 "application/json" resource) [:headers "location"] path))

(defn no-content []
  {:statusCode 204 :headers {"cache-control" "no-store"} :isBase64Encoded false})

(defn problem
  ([status title] (problem status title nil))
  ([status title details]
   (answer status "application/problem+json" (merge {:type "about:blank" :title title :status status} details))))

(defn not-found [what]
  (problem 404 "Not found" {:detail (str "there is no " what)}))

(defn conflict [detail]
  (problem 409 "Conflict" {:detail detail}))

(defn invalid [problems]
  (problem 422 "The request does not have the form of this resource" {:problems problems}))

(defn method-not-allowed [allowed]
  (assoc-in (problem 405 "Method not allowed") [:headers "allow"] allowed))
