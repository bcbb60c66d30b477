(ns echo.handler
  "The echo: the event is read as JSON and written again."
  (:require [clojure.data.json :as json])
  (:import (java.nio.charset StandardCharsets)))

(set! *warn-on-reflection* true)

(defn handle ^bytes [^bytes payload]
  (let [event (json/read-str (String. payload StandardCharsets/UTF_8))
        ^String response (json/write-str event :escape-unicode false :escape-slash false)]
    (.getBytes response StandardCharsets/UTF_8)))
