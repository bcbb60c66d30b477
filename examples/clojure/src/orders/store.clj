(ns orders.store
  "Customers, products and orders, in memory for as long as the process lives.")

(def ^:private empty-store
  {:customers (sorted-map) :products (sorted-map) :orders (sorted-map) :next-id 1})

(defn create
  "A store with something in it to look at."
  []
  (atom (-> empty-store
            (assoc-in [:customers 1] {:id 1 :name "Ada Lovelace" :email "ada@example.org"})
            (assoc-in [:products "AN-1000"]
                      {:sku "AN-1000" :name "Analytical engine" :price-cents 1999900 :stock 2})
            (assoc-in [:products "CD-0042"]
                      {:sku "CD-0042" :name "Punched cards, 100" :price-cents 1250 :stock 500})
            (assoc :next-id 2))))

(defn page
  "So many values of a kind after an offset, and how many there are."
  [store kind {:keys [offset limit where]}]
  (let [found (filter (or where (constantly true)) (vals (get @store kind)))]
    {:items (vec (take limit (drop offset found))) :total (count found)}))

(defn fetch [store kind id]
  (get-in @store [kind id]))

(defn insert
  "Gives a value the next number and keeps it."
  [store kind value]
  (let [id (atom nil)]
    (swap! store (fn [{:keys [next-id] :as all}]
                   (reset! id next-id)
                   (-> all
                       (assoc-in [kind next-id] (assoc value :id next-id))
                       (update :next-id inc))))
    (fetch store kind @id)))

(defn put [store kind id value]
  (swap! store assoc-in [kind id] value)
  value)

(defn delete [store kind id]
  (swap! store update kind dissoc id))

(defn take-stock
  "Takes all quantities out of stock, or none: then the answer is the first line that has too little."
  [store lines]
  (let [short (atom nil)]
    (swap! store
           (fn [all]
             (reset! short (first (filter #(< (get-in all [:products (:sku %) :stock] 0) (:quantity %)) lines)))
             (if @short
               all
               (reduce #(update-in %1 [:products (:sku %2) :stock] - (:quantity %2)) all lines))))
    @short))

(defn return-stock [store lines]
  (swap! store (fn [all]
                 (reduce #(update-in %1 [:products (:sku %2) :stock] + (:quantity %2)) all lines))))
