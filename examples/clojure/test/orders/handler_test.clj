(ns orders.handler-test
  (:require [clojure.data.json :as json]
            [clojure.test :refer [deftest is testing]]
            [orders.handler :as orders]
            [orders.store :as store]))

(defn- ask
  ([store method path] (ask store method path nil))
  ([store method path body]
   (let [[path query] (.split ^String path "\\?")
         event {"version" "2.0"
                "rawPath" path
                "queryStringParameters" (when query (into {} (map #(vec (.split ^String % "=")) (.split ^String query "&"))))
                "requestContext" {"http" {"method" method "path" path}}
                "body" (cond (string? body) body body (json/write-str body))}
         {:keys [statusCode body headers]} (orders/answer-to store event)]
     {:status statusCode :headers headers :body (when body (json/read-str body :key-fn keyword))})))

(deftest lists-what-there-is
  (let [store (store/create)]
    (is (= 200 (:status (ask store "GET" "/"))))
    (is (= ["Ada Lovelace"] (map :name (:items (:body (ask store "GET" "/customers"))))))
    (is (= ["CD-0042"] (map :sku (:items (:body (ask store "GET" "/products?name=cards"))))))
    (is (= {:items [] :total 2} (:body (ask store "GET" "/products?offset=5"))))
    (is (= 400 (:status (ask store "GET" "/products?limit=0"))))))

(deftest keeps-customers
  (let [store (store/create)
        grace {:name "Grace Hopper" :email "grace@example.org"}
        {:keys [status headers body]} (ask store "POST" "/customers" grace)]
    (is (= [201 "/customers/2"] [status (get headers "location")]))
    (is (= (assoc grace :id 2) body))
    (is (= 409 (:status (ask store "POST" "/customers" grace))))
    (is (= 200 (:status (ask store "PUT" "/customers/2" (assoc grace :name "G. Hopper")))))
    (is (= "G. Hopper" (:name (:body (ask store "GET" "/customers/2")))))
    (is (= 204 (:status (ask store "DELETE" "/customers/2"))))
    (is (= 404 (:status (ask store "GET" "/customers/2"))))))

(deftest says-what-is-wrong
  (let [store (store/create)
        fields #(map :field (:problems (:body %)))]
    (is (= 400 (:status (ask store "POST" "/orders" "{"))))
    (is (= 400 (:status (ask store "POST" "/orders" "[]"))))
    (is (= ["email" "name"] (fields (ask store "POST" "/customers" {}))))
    (is (= ["email"] (fields (ask store "POST" "/customers" {:name "x" :email "x"}))))
    (is (= ["lines.0.quantity"]
           (fields (ask store "POST" "/orders" {:customer-id 1 :lines [{:sku "CD-0042" :quantity 0}]}))))
    (is (= ["customer-id"]
           (fields (ask store "POST" "/orders" {:customer-id 9 :lines [{:sku "CD-0042" :quantity 1}]}))))
    (is (= 404 (:status (ask store "GET" "/nothing"))))
    (let [{:keys [status headers]} (ask store "DELETE" "/orders")]
      (is (= [405 "GET, POST"] [status (get headers "allow")])))
    (is (thrown-with-msg? IllegalArgumentException #"no event of an HTTP API" (orders/answer-to store {})))))

(deftest takes-an-order-from-stock-to-the-customer
  (let [store (store/create)
        order {:customer-id 1 :lines [{:sku "AN-1000" :quantity 1} {:sku "AN-1000" :quantity 1}]}
        stock #(:stock (:body (ask store "GET" "/products/AN-1000")))
        {:keys [status body]} (ask store "POST" "/orders" order)]
    (is (= [201 "open" 3999800] [status (:state body) (:total-cents body)]))
    (is (= 0 (stock)))
    (testing "nothing is sold twice"
      (is (= 409 (:status (ask store "POST" "/orders" order)))))
    (is (= 409 (:status (ask store "PATCH" (str "/orders/" (:id body)) {:state "shipped"}))))
    (is (= 200 (:status (ask store "PATCH" (str "/orders/" (:id body)) {:state "paid"}))))
    (is (= 200 (:status (ask store "PATCH" (str "/orders/" (:id body)) {:state "cancelled"}))))
    (is (= 2 (stock)))
    (is (= 1 (:total (:body (ask store "GET" "/orders?state=cancelled&customer=1")))))
    (is (= 409 (:status (ask store "DELETE" "/customers/1"))))))
