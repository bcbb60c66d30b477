//! The end-to-end cases, one module per behaviour.

#[cfg(feature = "bundle")]
mod bundle;
mod codecs;
mod concurrency;
mod conformance;
mod descriptors;
mod end;
mod events;
mod failures;
mod full_heap;
mod handlers;
#[cfg(feature = "images")]
mod heap;
mod hostile;
#[cfg(feature = "https")]
mod https;
#[cfg(feature = "images")]
mod image;
mod k_means;
#[cfg(feature = "libraries")]
mod libraries;
mod logs;
mod metrics;
mod misuse;
#[cfg(feature = "images")]
mod package;
mod platform;
mod process_end;
mod shutdown;
mod snapshots;
mod soak;
mod start;
mod streams;
mod texts;
mod url;
