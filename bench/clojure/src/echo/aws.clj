(ns echo.aws
  "The echo over AWS's Java runtime interface client: echo.Aws::handleRequest."
  (:require [echo.handler :as echo])
  (:import (java.io InputStream OutputStream))
  (:gen-class
   :name echo.Aws
   :main false
   :implements [com.amazonaws.services.lambda.runtime.RequestStreamHandler]))

(set! *warn-on-reflection* true)

(defn -handleRequest [_ ^InputStream event ^OutputStream response _context]
  (.write response (echo/handle (.readAllBytes event))))
