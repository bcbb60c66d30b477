(ns orders.customers
  (:require [orders.answer :as answer]
            [orders.store :as store]))

(defn index [store {:keys [page]}]
  (answer/ok (store/page store :customers page)))

(defn show [store id]
  (if-let [customer (store/fetch store :customers id)]
    (answer/ok customer)
    (answer/not-found (str "customer " id))))

(defn- taken? [store email besides]
  (->> (store/page store :customers {:offset 0 :limit 1 :where #(and (= email (:email %)) (not= besides (:id %)))})
       :items
       seq))

(defn create [store {:keys [email] :as customer}]
  (if (taken? store email nil)
    (answer/conflict (str "another customer has the address " email))
    (let [kept (store/insert store :customers (select-keys customer [:name :email]))]
      (answer/created (str "/customers/" (:id kept)) kept))))

(defn replace-with [store id {:keys [email] :as customer}]
  (cond
    (nil? (store/fetch store :customers id)) (answer/not-found (str "customer " id))
    (taken? store email id) (answer/conflict (str "another customer has the address " email))
    :else (answer/ok (store/put store :customers id (assoc (select-keys customer [:name :email]) :id id)))))

(defn delete [store id]
  (let [orders (store/page store :orders {:offset 0 :limit 1 :where #(= id (:customer-id %))})]
    (cond
      (nil? (store/fetch store :customers id)) (answer/not-found (str "customer " id))
      (pos? (:total orders)) (answer/conflict (str "customer " id " has orders"))
      :else (do (store/delete store :customers id)
                (answer/no-content)))))
