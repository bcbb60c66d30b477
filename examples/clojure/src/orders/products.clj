(ns orders.products
  (:require [clojure.string :as string]
            [orders.answer :as answer]
            [orders.store :as store]))

(defn index [store {:keys [page query]}]
  (let [wanted (some-> (get query "name") string/lower-case)
        where (when wanted #(string/includes? (string/lower-case (:name %)) wanted))]
    (answer/ok (store/page store :products (assoc page :where where)))))

(defn show [store sku]
  (if-let [product (store/fetch store :products sku)]
    (answer/ok product)
    (answer/not-found (str "product " sku))))

(defn create [store {:keys [sku] :as product}]
  (if (store/fetch store :products sku)
    (answer/conflict (str "there is a product " sku))
    (answer/created (str "/products/" sku)
                    (store/put store :products sku (select-keys product [:sku :name :price-cents :stock])))))

(defn replace-with [store sku product]
  (cond
    (nil? (store/fetch store :products sku)) (answer/not-found (str "product " sku))
    (not= sku (:sku product)) (answer/conflict "the sku of a product can't be changed")
    :else (answer/ok (store/put store :products sku (select-keys product [:sku :name :price-cents :stock])))))
