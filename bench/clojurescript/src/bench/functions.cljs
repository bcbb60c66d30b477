(ns bench.functions
  "The echo on AWS's runtime interface client for Node, compiled from ClojureScript: the event becomes
  Clojure's data and that becomes the response, as functions in ClojureScript have it.")

(defn ^:export echo [event]
  (js/Promise.resolve (clj->js (js->clj event :keywordize-keys true))))

(set! (.-exports js/module) #js {:echo echo})
