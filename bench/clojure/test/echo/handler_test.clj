(ns echo.handler-test
  (:require [clojure.test :refer [deftest is]]
            [echo.handler :as echo]))

(deftest gives-an-event-back
  (doseq [event ["\"xxxx\"" "[1,2.5,null,true]" "{\"a\":\"ä/€\",\"b\":{}}"]]
    (is (= event (String. (echo/handle (.getBytes ^String event "UTF-8")) "UTF-8")))))
