/* libchelper: signals for jdk.internal.misc.Signal. The handler counts, a semaphore wakes the
 * dispatching thread of the one isolate that has opened it. */
#define _GNU_SOURCE
#include <errno.h>
#include <semaphore.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>

static atomic_flag taken = ATOMIC_FLAG_INIT;
static sem_t wakeup;
static atomic_long pending[NSIG];

bool cSunMiscSignal_signalRangeCheck(int signal) { return signal > 0 && signal < NSIG; }

int cSunMiscSignal_open(void) {
  if (atomic_flag_test_and_set(&taken)) return 1;
  for (int i = 0; i < NSIG; i++) atomic_store(&pending[i], 0);
  return sem_init(&wakeup, 0, 0);
}

int cSunMiscSignal_close(void) {
  int result = sem_destroy(&wakeup);
  if (result == 0) atomic_flag_clear(&taken);
  return result;
}

int cSunMiscSignal_awaitSemaphore(void) {
  return sem_wait(&wakeup) == 0 || errno == EINTR ? 0 : -1;
}

int cSunMiscSignal_signalSemaphore(void) { return sem_post(&wakeup); }

int cSunMiscSignal_checkPendingSignal(void) {
  for (int i = 1; i < NSIG; i++) {
    long count = atomic_load(&pending[i]);
    while (count > 0) {
      if (atomic_compare_exchange_weak(&pending[i], &count, count - 1)) return i;
    }
  }
  return -1;
}

static void on_signal(int signal) {
  int saved = errno;
  if (cSunMiscSignal_signalRangeCheck(signal)) {
    atomic_fetch_add(&pending[signal], 1);
    sem_post(&wakeup);
  }
  errno = saved;
}

sighandler_t cSunMiscSignal_signalHandlerFunctionPointer(void) { return on_signal; }
