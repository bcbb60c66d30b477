/*
 * Has the system give large pages for the large arrays of a native image. Linked with --wrap=mmap.
 *
 * An image takes the memory of an array of 128 KiB and more from the system and gives it back when the array is
 * dead. An event or a response of megabytes so costs a page fault for each 4 KiB, which takes longer than all that
 * is done with its bytes. Where the system gives large pages to those who ask ("madvise" or "always" in
 * /sys/kernel/mm/transparent_hugepage/enabled), there is one fault for 2 MiB. What does not fill a large page gets
 * small ones, all in one call of the system. No memory is taken that was not asked for: the image fills the whole
 * array with zeros at once in any case.
 */
#include <errno.h>
#include <sys/mman.h>

#ifndef MADV_POPULATE_WRITE
#define MADV_POPULATE_WRITE 23 /* Linux 5.14 */
#endif

/* The size of a large page, on x86-64 and on arm64 with pages of 4 KiB. */
enum { LARGE_PAGE = 2 * 1024 * 1024 };

void *__real_mmap(void *address, size_t size, int protection, int flags, int file, off_t offset);

/* What the image's heap takes from the range that it has set aside. */
static int becomes_heap(size_t size, int protection, int flags) {
  return size >= LARGE_PAGE && protection == (PROT_READ | PROT_WRITE) && flags & MAP_ANONYMOUS && flags & MAP_FIXED;
}

void *__wrap_mmap(void *address, size_t size, int protection, int flags, int file, off_t offset) {
  void *memory = __real_mmap(address, size, protection, flags, file, offset);
  if (memory != MAP_FAILED && becomes_heap(size, protection, flags)) {
    int error = errno;
    /* Where either is refused, all is as it was. */
    madvise(memory, size, MADV_HUGEPAGE);
    madvise(memory, size, MADV_POPULATE_WRITE);
    errno = error;
  }
  return memory;
}
