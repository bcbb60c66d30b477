/* libchelper: which CPU features an arm64 machine has. */
#include "cpu_features.h"

#include <string.h>
#include <sys/auxv.h>

/* Bits of the kernel's AT_HWCAP and AT_HWCAP2; the headers of an old system lack the newer ones. */
enum { FP = 0, ASIMD, EVTSTRM, AES, PMULL, SHA1, SHA2, CRC32, ATOMICS, FPHP, ASIMDHP, CPUID,
       DCPOP = 16, SHA3, SHA512 = 21, SVE, PACA = 30 };
enum { SVE2 = 1, SVEBITPERM = 4 };
enum { ARM = 0x41, CAVIUM = 0x43, CORTEX_A53 = 0xd03 };

static char bit(unsigned long value, int number) { return (char)(value >> number & 1); }

/* The main ID register; Linux emulates its read where AT_HWCAP has CPUID. */
static unsigned long main_id(void) {
  unsigned long id;
  __asm__ volatile("mrs %0, midr_el1" : "=r"(id));
  return id;
}

static void model_features(CPUFeatures *f) {
  unsigned long id = main_id();
  unsigned maker = id >> 24 & 0xff, part = id >> 4 & 0xfff;
  f->fA53MAC = maker == ARM && part == CORTEX_A53;
  f->fSTXR_PREFETCH = maker == CAVIUM;
}

void determineCPUFeatures(CPUFeatures *f) {
  memset(f, 0, sizeof *f);
  unsigned long first = getauxval(AT_HWCAP), second = getauxval(AT_HWCAP2);
  f->fFP = bit(first, FP);
  f->fASIMD = bit(first, ASIMD);
  f->fEVTSTRM = bit(first, EVTSTRM);
  f->fAES = bit(first, AES);
  f->fPMULL = bit(first, PMULL);
  f->fSHA1 = bit(first, SHA1);
  f->fSHA2 = bit(first, SHA2);
  f->fCRC32 = bit(first, CRC32);
  f->fLSE = bit(first, ATOMICS);
  f->fFPHP = bit(first, FPHP);
  f->fASIMDHP = bit(first, ASIMDHP);
  f->fDCPOP = bit(first, DCPOP);
  f->fSHA3 = bit(first, SHA3);
  f->fSHA512 = bit(first, SHA512);
  f->fSVE = bit(first, SVE);
  f->fPACA = bit(first, PACA);
  f->fSVE2 = bit(second, SVE2);
  f->fSVEBITPERM = bit(second, SVEBITPERM);
  if (bit(first, CPUID)) model_features(f);
}
