(ns orders.main
  "The REST application over libHello."
  (:require [orders.handler :as orders])
  (:import (io.github.libhello Handler HandlerFactory Invocation LambdaRuntime))
  (:gen-class))

(set! *warn-on-reflection* true)

(defn -main [& _]
  (let [^HandlerFactory factory
        (reify HandlerFactory
          (create [_]
            (let [handle (orders/handler)]
              (reify Handler
                (handle [_ invocation]
                  (handle (.payload ^Invocation invocation)))))))]
    (LambdaRuntime/run factory)))
