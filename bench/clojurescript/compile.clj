(require '[cljs.build.api :as build])

(build/build
  "src"
  {:main 'bench.functions
   :target :nodejs
   :optimizations :advanced
   :infer-externs true
   :output-dir "../../target/bench/clojurescript"
   :output-to "../../target/bench/node/clojurescript.cjs"})
