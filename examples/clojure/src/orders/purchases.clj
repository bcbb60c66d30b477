(ns orders.purchases
  "Orders: made of what is in stock, then paid, shipped or cancelled."
  (:require [orders.answer :as answer]
            [orders.store :as store]))

(def ^:private next-states
  {"open" #{"paid" "cancelled"}
   "paid" #{"shipped" "cancelled"}
   "shipped" #{}
   "cancelled" #{}})

(defn index [store {:keys [page query]}]
  (let [state (get query "state")
        customer (some-> (get query "customer") parse-long)
        where #(and (or (nil? state) (= state (:state %)))
                    (or (nil? customer) (= customer (:customer-id %))))]
    (answer/ok (store/page store :orders (assoc page :where where)))))

(defn show [store id]
  (if-let [order (store/fetch store :orders id)]
    (answer/ok order)
    (answer/not-found (str "order " id))))

(defn- priced [store {:keys [sku quantity]}]
  (let [{:keys [name price-cents]} (store/fetch store :products sku)]
    {:sku sku :name name :quantity quantity :price-cents price-cents :sum-cents (* quantity price-cents)}))

(defn- merged
  "Lines of the same product as one."
  [lines]
  (->> lines
       (reduce (fn [all {:keys [sku quantity]}] (update all sku (fnil + 0) quantity)) (array-map))
       (mapv (fn [[sku quantity]] {:sku sku :quantity quantity}))))

(defn create [store {:keys [customer-id lines note]}]
  (let [lines (merged lines)
        unknown (first (remove #(store/fetch store :products (:sku %)) lines))]
    (cond
      (nil? (store/fetch store :customers customer-id))
      (answer/invalid [{:field "customer-id" :problem (str "there is no customer " customer-id)}])

      unknown
      (answer/invalid [{:field "lines" :problem (str "there is no product " (:sku unknown))}])

      :else
      (if-let [short (store/take-stock store lines)]
        (answer/conflict (str "there are not " (:quantity short) " of " (:sku short) " in stock"))
        (let [lines (mapv #(priced store %) lines)
              order (cond-> {:customer-id customer-id
                             :state "open"
                             :lines lines
                             :total-cents (transduce (map :sum-cents) + lines)}
                      note (assoc :note note))
              kept (store/insert store :orders order)]
          (answer/created (str "/orders/" (:id kept)) kept))))))

(defn move [store id {:keys [state]}]
  (let [order (store/fetch store :orders id)]
    (cond
      (nil? order) (answer/not-found (str "order " id))
      (not (contains? (next-states (:state order)) state))
      (answer/conflict (str "an order that is " (:state order) " can't become " state))
      :else (do (when (= state "cancelled")
                  (store/return-stock store (:lines order)))
                (answer/ok (store/put store :orders id (assoc order :state state)))))))
