(ns orders.aws
  "The REST application over AWS's Java runtime interface client: orders.Aws::handleRequest."
  (:require [orders.handler :as orders])
  (:import (java.io InputStream OutputStream))
  (:gen-class
   :name orders.Aws
   :main false
   :state state
   :init init
   :implements [com.amazonaws.services.lambda.runtime.RequestStreamHandler]))

(set! *warn-on-reflection* true)

(defn -init []
  [[] (orders/handler)])

(defn -handleRequest [^orders.Aws this ^InputStream event ^OutputStream response _context]
  (let [handle (.state this)
        ^bytes answer (handle (.readAllBytes event))]
    (.write response answer)))
