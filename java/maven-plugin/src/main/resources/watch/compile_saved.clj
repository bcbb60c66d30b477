(ns io.github.libhello.compile-saved
  "Compiles what was saved, in a JVM that stays: clojure.main compile_saved.clj CLASSES SOURCES..., with the class path and
  the options of the build's own compiler. For each line it reads, it compiles the namespaces whose source has changed and
  those that depend on them, and answers with a line: compiled; failed and why, as a form field is encoded; or unknown,
  where it takes the build's own compiler to know what to compile. Until that has run, it must not be asked again."
  (:require [clojure.java.io :as io]
            [clojure.main :as main]
            [clojure.string :as string]
            [clojure.tools.namespace.dependency :as dependency]
            [clojure.tools.namespace.file :as file]
            [clojure.tools.namespace.find :as find]
            [clojure.tools.namespace.reload :as reload]
            [clojure.tools.namespace.track :as track])
  (:import (clojure.lang Compiler)
           (java.io File FileDescriptor FileOutputStream PrintStream)
           (java.net URLEncoder)
           (java.nio.charset StandardCharsets)
           (java.nio.file Files)
           (java.nio.file.attribute FileAttribute)))

(set! *warn-on-reflection* true)

(def ^:private classes (io/file (first *command-line-args*)))

(def ^:private sources (mapv io/file (rest *command-line-args*)))

(defn- signatures
  "Of each source its time and size. Not the newest time alone: what takes another file's place may be older."
  []
  (into {} (for [folder sources, ^File source (find/find-sources-in-dir folder find/clj)]
             [source [(.lastModified source) (.length source)]])))

(defn- relative [^File source]
  (some (fn [^File folder]
          (when (.startsWith (.toPath source) (.toPath folder))
            (str (.relativize (.toPath folder) (.toPath source)))))
        sources))

(defn- class-file ^File [source]
  (io/file classes (str (string/replace (relative source) #"\.cljc?$" "") "__init.class")))

(defn- compile-source
  "Whatever is newer, the source or its classes: what it depends on may have changed."
  [^File source]
  (with-open [reader (io/reader source :encoding "UTF-8")]
    (binding [*compile-files* true
              *warn-on-reflection* (Boolean/getBoolean "clojure.compile.warn-on-reflection")]
      (Compiler/compile reader (relative source) (.getName source)))))

(defn- needed
  "Those that the build compiles, and what they depend on."
  [{::track/keys [deps]} built]
  (into (set built) (mapcat #(dependency/transitive-dependencies deps %)) built))

(defn- compile-pending
  "The tracker without what has become classes in the folder. What follows an error, and the error's own namespace, remains."
  [tracker built folder]
  (let [{::track/keys [load unload] ::file/keys [filemap]} tracker
        needed? (needed tracker built)
        source-of (into {} (map (fn [[source name]] [name source])) filemap)]
    (run! reload/remove-lib unload)
    (binding [*compile-path* (str folder)]
      (loop [[name & more :as pending] (filter needed? load)]
        (if-not name
          [(assoc tracker ::track/load () ::track/unload ()) nil]
          (let [error (try
                        (compile-source (source-of name))
                        nil
                        (catch Throwable thrown thrown))]
            (if error
              [(assoc tracker ::track/load pending ::track/unload pending) error]
              (recur more))))))))

(defn- delete-classes [^File source]
  (let [init (class-file source)
        prefix (string/replace (.getName init) "__init.class" "$")]
    (doseq [^File found (.listFiles (.getParentFile init))
            :when (or (= found init) (string/starts-with? (.getName found) prefix))]
      (.delete found))))

(defn- failed [^String why]
  (str "failed " (URLEncoder/encode why StandardCharsets/UTF_8)))

(defn- add [tracker source]
  (try
    (file/add-files tracker [source])
    (catch Exception unreadable
      (throw (ex-info (str "Syntax error reading " (relative source) ": " (ex-message unreadable)) {})))))

(defn- save
  "The state after the changes to the sources, and the answer."
  [{:keys [files tracker built] :as state}]
  (let [found (signatures)
        changed (keep (fn [[source signature]] (when (not= signature (get files source)) source)) found)
        deleted (remove #(contains? found %) (keys files))
        tracker (reduce add (file/remove-files tracker deleted) changed)
        names (map (::file/filemap tracker) changed)]
    (if (every? (needed tracker built) names)
      (let [_ (run! delete-classes deleted)
            [tracker error] (compile-pending tracker built classes)]
        [(assoc state :files found :tracker tracker)
         (if error
           (failed (main/ex-str (main/ex-triage (Throwable->map error))))
           "compiled")])
      [state "unknown"])))

(defn- start
  "Loads all namespaces by compiling them into a folder of no use: the compiler is warm after that. What was saved since the
  build's own compiler ran is left for the first save."
  []
  (let [found (signatures)
        tracker (file/add-files (track/tracker) (keys found))
        compiled? #(.exists (class-file %))
        built (keep (fn [[source name]] (when (compiled? source) name)) (::file/filemap tracker))
        scratch (.toFile (Files/createTempDirectory "libhello" (make-array FileAttribute 0)))
        [tracker _] (compile-pending tracker built scratch)]
    (run! #(.delete ^File %) (reverse (file-seq scratch)))
    {:files (into {} (remove (fn [[source [time]]]
                               (and (compiled? source) (> time (.lastModified (class-file source))))))
                  found)
     :tracker tracker
     :built built}))

(let [answers (PrintStream. (FileOutputStream. FileDescriptor/out) true "UTF-8")]
  ;; What namespaces print while they are loaded is no answer.
  (System/setOut System/err)
  (binding [*out* *err*]
    (loop [state (start)]
      (when (read-line)
        (let [[state answer] (try
                               (save state)
                               (catch Exception unreadable
                                 [state (failed (ex-message unreadable))]))]
          (.println answers ^String answer)
          (recur state)))))
  ;; Threads of what was loaded would keep it.
  (System/exit 0))
