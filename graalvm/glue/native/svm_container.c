/* libsvm_container: what the image builder's ContainerLibrary imports. An image asks for limits
 * only where svm_container_initialize has said that it runs within some. */
#define _GNU_SOURCE
#include "cgroup.h"
#include "processors.h"

#include <stddef.h>
#include <sys/sysinfo.h>
#include <unistd.h>

enum { INTERFACE_VERSION = 240100 };
enum { NOT_CONTAINERIZED, CONTAINERIZED, LIBRARY_TOO_OLD, LIBRARY_TOO_NEW };

/* Found once: the image initializes before its first thread starts, and the paths do not change. */
static cgroup_controller memory, cpu;

static cgroup_host host_now(void) {
  cgroup_host host = {.memory = (int64_t)sysconf(_SC_PHYS_PAGES) * sysconf(_SC_PAGESIZE),
                      .processors = processors_of_process()};
  struct sysinfo info;
  if (sysinfo(&info) == 0) host.swap = (int64_t)info.totalswap * info.mem_unit;
  return host;
}

static int64_t or_unlimited(int64_t value) { return value < 0 ? CGROUP_UNLIMITED : value; }

/* As HotSpot decides it: controllers that cannot be written to, or a limit of any kind. */
int svm_container_initialize(int version) {
  if (version > INTERFACE_VERSION) return LIBRARY_TOO_OLD;
  if (version < INTERFACE_VERSION) return LIBRARY_TOO_NEW;
  cgroup_find("memory", &memory);
  cgroup_find("cpu", &cpu);
  if (memory.version && cpu.version && memory.read_only && cpu.read_only) return CONTAINERIZED;
  cgroup_host host = host_now();
  bool limited = cgroup_memory_limit(&memory, &host) > 0 || cgroup_processors(&cpu, &host) < host.processors;
  return limited ? CONTAINERIZED : NOT_CONTAINERIZED;
}

int64_t svm_container_memory_limit_in_bytes(void) {
  cgroup_host host = host_now();
  return or_unlimited(cgroup_memory_limit(&memory, &host));
}

size_t svm_container_physical_memory(void) {
  cgroup_host host = host_now();
  int64_t limit = cgroup_memory_limit(&memory, &host);
  return (size_t)(limit > 0 ? limit : host.memory);
}

int64_t svm_container_memory_and_swap_limit_in_bytes(void) {
  cgroup_host host = host_now();
  return or_unlimited(cgroup_memory_and_swap_limit(&memory, &host));
}

int64_t svm_container_memory_soft_limit_in_bytes(void) {
  cgroup_host host = host_now();
  return or_unlimited(cgroup_memory_soft_limit(&memory, &host));
}

int64_t svm_container_memory_usage_in_bytes(void) {
  return or_unlimited(cgroup_memory_value(&memory, "memory.usage_in_bytes", "memory.current"));
}

int64_t svm_container_memory_max_usage_in_bytes(void) {
  return or_unlimited(cgroup_memory_value(&memory, "memory.max_usage_in_bytes", "memory.peak"));
}

int64_t svm_container_rss_usage_in_bytes(void) {
  return or_unlimited(cgroup_memory_stat(&memory, "rss", "anon"));
}

int64_t svm_container_cache_usage_in_bytes(void) {
  return or_unlimited(cgroup_memory_stat(&memory, "cache", "file"));
}

int svm_container_active_processor_count(void) {
  cgroup_host host = host_now();
  return cgroup_processors(&cpu, &host);
}
