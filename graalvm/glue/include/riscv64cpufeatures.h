/* Not used on x86-64; the builder compiles a query against it all the same. */
#ifndef LIBHELLO_RISCV64_CPU_FEATURES_H
#define LIBHELLO_RISCV64_CPU_FEATURES_H
typedef struct {
  char fI;
  char fM;
  char fA;
  char fF;
  char fD;
  char fC;
  char fV;
} CPUFeatures;
#endif
