/* libchelper: which CPU features an x86-64 machine has. */
#include "cpu_features.h"

#include <cpuid.h>
#include <stddef.h>
#include <stdint.h>

typedef struct {
  uint32_t a, b, c, d;
} registers;

/* All 0 if there is no such leaf. 'last' is the last leaf there is. */
static registers cpuid(uint32_t last, uint32_t leaf, uint32_t subleaf) {
  registers r = {0};
  if (leaf <= last) __cpuid_count(leaf, subleaf, r.a, r.b, r.c, r.d);
  return r;
}

static char bit(uint32_t value, int number) { return (char)(value >> number & 1); }

/* The wide registers count only if the operating system saves them too. */
static uint32_t saved_state(void) {
  uint32_t low, high;
  __asm__ volatile("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
  return low;
}

static void basic_features(CPUFeatures *f, registers r) {
  f->fTSC = bit(r.d, 4);
  f->fCX8 = bit(r.d, 8);
  f->fCMOV = bit(r.d, 15);
  f->fFLUSH = bit(r.d, 19);
  f->fMMX = bit(r.d, 23);
  f->fFXSR = bit(r.d, 24);
  f->fSSE = bit(r.d, 25);
  f->fSSE2 = bit(r.d, 26);
  f->fHT = bit(r.d, 28);
  f->fSSE3 = bit(r.c, 0);
  f->fCLMUL = bit(r.c, 1);
  f->fSSSE3 = bit(r.c, 9);
  f->fSSE4_1 = bit(r.c, 19);
  f->fSSE4_2 = bit(r.c, 20);
  f->fPOPCNT = bit(r.c, 23);
  f->fAES = bit(r.c, 25);
  f->fHV = bit(r.c, 31);
}

static void extended_features(CPUFeatures *f, registers r) {
  f->fBMI1 = bit(r.b, 3);
  f->fBMI2 = bit(r.b, 8);
  f->fERMS = bit(r.b, 9);
  f->fRTM = bit(r.b, 11);
  f->fADX = bit(r.b, 19);
  f->fFLUSHOPT = bit(r.b, 23);
  f->fCLWB = bit(r.b, 24);
  f->fSHA = bit(r.b, 29);
  f->fPKU = bit(r.c, 3);
  f->fOSPKE = bit(r.c, 4);
  f->fCET_SS = bit(r.c, 7);
  f->fGFNI = bit(r.c, 8);
  f->fRDPID = bit(r.c, 22);
  f->fFSRM = bit(r.d, 4);
  f->fSERIALIZE = bit(r.d, 14);
  f->fCET_IBT = bit(r.d, 20);
}

static void avx_features(CPUFeatures *f, registers basic, registers extended) {
  registers more = extended.a >= 1 ? cpuid(7, 7, 1) : (registers){0};
  f->fAVX = 1;
  f->fVZEROUPPER = 1;
  f->fFMA = bit(basic.c, 12);
  f->fF16C = bit(basic.c, 29);
  f->fAVX2 = bit(extended.b, 5);
  f->fSHA512 = bit(more.a, 0);
  f->fAVX_IFMA = bit(more.a, 23);
}

static void avx512_features(CPUFeatures *f, registers r) {
  f->fAVX512F = bit(r.b, 16);
  f->fAVX512DQ = bit(r.b, 17);
  f->fAVX512_IFMA = bit(r.b, 21);
  f->fAVX512PF = bit(r.b, 26);
  f->fAVX512ER = bit(r.b, 27);
  f->fAVX512CD = bit(r.b, 28);
  f->fAVX512BW = bit(r.b, 30);
  f->fAVX512VL = bit(r.b, 31);
  f->fAVX512_VBMI = bit(r.c, 1);
  f->fAVX512_VBMI2 = bit(r.c, 6);
  f->fAVX512_VAES = bit(r.c, 9);
  f->fAVX512_VPCLMULQDQ = bit(r.c, 10);
  f->fAVX512_VNNI = bit(r.c, 11);
  f->fAVX512_BITALG = bit(r.c, 12);
  f->fAVX512_VPOPCNTDQ = bit(r.c, 14);
  f->fAVX512_FP16 = bit(r.d, 23);
}

static void ask(CPUFeatures *f) {
  uint32_t last = __get_cpuid_max(0, NULL), last_of_vendor = __get_cpuid_max(0x80000000u, NULL);
  registers basic = cpuid(last, 1, 0), extended = cpuid(last, 7, 0);
  registers vendor = cpuid(last_of_vendor, 0x80000001u, 0), power = cpuid(last_of_vendor, 0x80000007u, 0);
  basic_features(f, basic);
  extended_features(f, extended);
  if (bit(basic.c, 27)) {
    uint32_t state = saved_state();
    if ((state & 0x6) == 0x6 && bit(basic.c, 28)) {
      avx_features(f, basic, extended);
      if ((state & 0xe0) == 0xe0) avx512_features(f, extended);
    }
  }
  f->fLZCNT = bit(vendor.c, 5);
  f->fSSE4A = bit(vendor.c, 6);
  f->fAMD_3DNOW_PREFETCH = bit(vendor.c, 8);
  f->fRDTSCP = bit(vendor.d, 27);
  f->fTSCINV_BIT = f->fTSCINV = bit(power.d, 8);
}

/* An image asks three times at its start, and in a virtual machine each leaf is a call of its host: about ten
 * microseconds. First called while there is one thread. */
void determineCPUFeatures(CPUFeatures *f) {
  static CPUFeatures known;
  static int is_known;
  if (!is_known) ask(&known);
  is_known = 1;
  *f = known;
}
