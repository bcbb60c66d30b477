/*
 * glibc's _dl_find_object, for the stack unwinder that is linked into the library.
 *
 * The unwinder of gcc 12 and later asks it for the unwind table of the code at an address. glibc has it from 2.35 on, Lambda's is
 * 2.34: without one of its own, a library that is linked on a newer system would either not load there, or have to load
 * libgcc_s at each start. Unwinders before asked the dynamic linker's list of objects, as this does. It is hidden, and linked
 * only where the compiler's archive calls it: tasks/build.sh.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <link.h>
#include <stdint.h>
#include <string.h>

struct search {
  uintptr_t address;
  struct dl_find_object *result;
};

/* 1, which ends the search, where the address lies in the object and the object has a table. */
static int look_into(struct dl_phdr_info *object, size_t size, void *argument) {
  (void)size;
  struct search *search = argument;
  const ElfW(Phdr) *around = NULL, *table = NULL;
  for (int i = 0; i < object->dlpi_phnum; i++) {
    const ElfW(Phdr) *header = &object->dlpi_phdr[i];
    /* An address below the segment becomes a large number. */
    if (header->p_type == PT_LOAD && search->address - object->dlpi_addr - header->p_vaddr < header->p_memsz) around = header;
    if (header->p_type == PT_GNU_EH_FRAME) table = header;
  }
  if (!around || !table) return 0;
  search->result->dlfo_map_start = (void *)(object->dlpi_addr + around->p_vaddr);
  search->result->dlfo_map_end = (void *)(object->dlpi_addr + around->p_vaddr + around->p_memsz);
  search->result->dlfo_eh_frame = (void *)(object->dlpi_addr + table->p_vaddr);
  return 1;
}

/* The unwinder asks for nothing else of the result: the object's link map stays empty. */
__attribute__((visibility("hidden"))) int _dl_find_object(void *address, struct dl_find_object *result) {
  memset(result, 0, sizeof *result);
  struct search search = {(uintptr_t)address, result};
  return dl_iterate_phdr(look_into, &search) ? 0 : -1;
}
