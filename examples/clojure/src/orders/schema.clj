(ns orders.schema
  "What the resources look like, and what is wrong with one that does not."
  (:require [clojure.spec.alpha :as s]
            [clojure.string :as string]))

(defn- text-of [longest]
  (fn [value]
    (and (string? value) (not (string/blank? value)) (<= (count value) longest))))

(s/def ::name (text-of 200))
(s/def ::email (s/and string? #(re-matches #"[^@\s]+@[^@\s]+\.[^@\s]+" %)))
(s/def ::sku (s/and string? #(re-matches #"[A-Z]{2,4}-\d{3,6}" %)))
(s/def ::price-cents (s/int-in 0 100000001))
(s/def ::stock (s/int-in 0 1000001))
(s/def ::quantity (s/int-in 1 10001))
(s/def ::customer-id pos-int?)
(s/def ::note (text-of 1000))
(s/def ::line (s/keys :req-un [::sku ::quantity]))
(s/def ::lines (s/coll-of ::line :kind vector? :min-count 1 :max-count 100))
(s/def ::state #{"paid" "shipped" "cancelled"})

(s/def ::customer (s/keys :req-un [::name ::email]))
(s/def ::product (s/keys :req-un [::sku ::name ::price-cents ::stock]))
(s/def ::order (s/keys :req-un [::customer-id ::lines] :opt-un [::note]))
(s/def ::transition (s/keys :req-un [::state]))

(def ^:private rules
  {::name "1 to 200 characters"
   ::email "an e-mail address"
   ::sku "letters, a hyphen and digits, such as AB-1234"
   ::price-cents "a whole number of cents from 0 to 100000000"
   ::stock "a whole number from 0 to 1000000"
   ::quantity "a whole number from 1 to 10000"
   ::customer-id "a customer's number"
   ::note "1 to 1000 characters"
   ::lines "a list of 1 to 100 lines"
   ::line "an object with sku and quantity"
   ::state "paid, shipped or cancelled"})

(defn- missing-field
  "The field that a problem says is not there, or nil."
  [{:keys [pred]}]
  (when (seq? pred)
    (let [call (last pred)]
      (when (and (seq? call) (= 'clojure.core/contains? (first call)))
        (name (last call))))))

(defn- path-of [{:keys [in] :as problem}]
  (let [steps (map #(if (keyword? %) (name %) (str %)) in)]
    (string/join "." (cond-> (vec steps) (missing-field problem) (conj (missing-field problem))))))

(defn- explained [{:keys [via] :as problem}]
  {:field (path-of problem)
   :problem (if (missing-field problem)
              "is missing"
              (str "must be " (get rules (last via) "an object with the fields of this resource")))})

(defn problems
  "What is wrong with a value, a map a field; empty if nothing is."
  [spec value]
  (->> (::s/problems (s/explain-data spec value))
       (map explained)
       distinct
       (sort-by :field)
       vec))
