(ns echo.main
  "The echo over libHello."
  (:require [echo.handler :as echo])
  (:import (io.github.libhello Handler Invocation LambdaRuntime))
  (:gen-class))

(set! *warn-on-reflection* true)

(defn -main [& _]
  (let [^Handler handler (reify Handler
                           (handle [_ invocation]
                             (echo/handle (.payload ^Invocation invocation))))]
    (LambdaRuntime/run handler)))
