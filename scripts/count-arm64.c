/* A plugin of QEMU's user-mode emulator that counts the ARM64 instructions a program executes, by kind, and names the
 * functions and blocks that take most of them. scripts/count-arm64 compiles and uses it.
 *
 * What it needs of qemu-plugin.h (version 1 of that interface) is declared here: Debian packages no such header. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define EXPORT __attribute__((visibility("default")))

struct qemu_plugin_tb;
struct qemu_plugin_insn;
enum { ADD_U64 = 0 };

typedef void (*translated)(uint64_t id, struct qemu_plugin_tb* block);
typedef void (*at_exit)(uint64_t id, void* data);
void qemu_plugin_register_vcpu_tb_trans_cb(uint64_t id, translated callback);
void qemu_plugin_register_vcpu_tb_exec_inline(struct qemu_plugin_tb* block, int operation, void* counter, uint64_t add);
void qemu_plugin_register_atexit_cb(uint64_t id, at_exit callback, void* data);
size_t qemu_plugin_tb_n_insns(const struct qemu_plugin_tb* block);
struct qemu_plugin_insn* qemu_plugin_tb_get_insn(const struct qemu_plugin_tb* block, size_t index);
const void* qemu_plugin_insn_data(const struct qemu_plugin_insn* instruction);
uint64_t qemu_plugin_insn_vaddr(const struct qemu_plugin_insn* instruction);
const char* qemu_plugin_insn_symbol(const struct qemu_plugin_insn* instruction);

EXPORT int qemu_plugin_version = 1;

/* loads and stores: pieces of at most 16 bytes, a pair of registers is two. */
enum kind { FMA, VECTOR, SCALAR_FLOAT, LOADS, STORES, BRANCHES, OTHER, KINDS };
static const char* const kNames[KINDS] = {"fma", "vector", "scalar", "loads", "stores", "branches", "other"};

struct block {
  uint64_t runs;
  uint64_t address;
  const char* symbol;
  unsigned instructions;
  unsigned of[KINDS];
  struct block* next;
};
static struct block* blocks;

/* 4 lanes of float, a vector or one lane by a vector, added or subtracted. */
static int is_fma(uint32_t i) {
  return (i & 0xFF60FC00) == 0x4E20CC00 || (i & 0xFFE0FC00) == 0x4EA0CC00 || (i & 0xFFC0B400) == 0x4F801000;
}

static void count(struct block* block, uint32_t i) {
  enum kind kind = OTHER;
  unsigned pieces = 1;
  if (is_fma(i)) {
    kind = FMA;
  } else if ((i & 0x9E000000) == 0x0E000000) {
    kind = VECTOR;
  } else if ((i & 0x1E000000) == 0x1E000000) {
    kind = SCALAR_FLOAT;
  } else if ((i & 0x0A000000) == 0x08000000) {
    const int pair = (i & 0x3A000000) == 0x28000000;
    const int structures = (i & 0xBE000000) == 0x0C000000;
    const int load = pair || structures ? i >> 22 & 1 : (i >> 22 & 3) != 0 && !((i >> 26 & 1) && (i >> 22 & 3) == 2);
    kind = load ? LOADS : STORES;
    pieces = pair ? 2 : 1;
  } else if ((i & 0x1C000000) == 0x14000000) {
    kind = BRANCHES;
  }
  block->of[kind] += pieces;
}

static void on_translation(uint64_t id, struct qemu_plugin_tb* translated_block) {
  (void)id;
  struct block* block = calloc(1, sizeof *block);
  if (block == NULL) abort();
  block->instructions = (unsigned)qemu_plugin_tb_n_insns(translated_block);
  for (unsigned n = 0; n < block->instructions; ++n) {
    struct qemu_plugin_insn* instruction = qemu_plugin_tb_get_insn(translated_block, n);
    uint32_t code;
    memcpy(&code, qemu_plugin_insn_data(instruction), sizeof code);
    count(block, code);
    if (n == 0) {
      const char* symbol = qemu_plugin_insn_symbol(instruction);
      block->symbol = symbol == NULL || *symbol == '\0' ? "-" : strdup(symbol);
      block->address = qemu_plugin_insn_vaddr(instruction);
    }
  }
  block->next = blocks;
  blocks = block;
  qemu_plugin_register_vcpu_tb_exec_inline(translated_block, ADD_U64, &block->runs, 1);
}

/* One line for each block: symbol, address, runs, instructions in it, and how many of each kind. */
static void on_exit_of_program(uint64_t id, void* data) {
  (void)id;
  FILE* file = fopen(data, "w");
  if (file == NULL) {
    perror(data);
    return;
  }
  fprintf(file, "symbol address runs instructions");
  for (int kind = 0; kind < KINDS; ++kind) fprintf(file, " %s", kNames[kind]);
  fprintf(file, "\n");
  for (const struct block* block = blocks; block != NULL; block = block->next) {
    if (block->runs == 0) continue;
    fprintf(file, "%s %" PRIx64 " %" PRIu64 " %u", block->symbol, block->address, block->runs, block->instructions);
    for (int kind = 0; kind < KINDS; ++kind) fprintf(file, " %u", block->of[kind]);
    fprintf(file, "\n");
  }
  fclose(file);
}

/* The argument is where to write: -plugin count.so,out=FILE */
EXPORT int qemu_plugin_install(uint64_t id, const void* info, int argc, char** argv) {
  (void)info;
  if (argc != 1 || strncmp(argv[0], "out=", 4) != 0) {
    fprintf(stderr, "count-arm64: wants one argument, out=FILE\n");
    return -1;
  }
  qemu_plugin_register_vcpu_tb_trans_cb(id, on_translation);
  qemu_plugin_register_atexit_cb(id, on_exit_of_program, strdup(argv[0] + 4));
  return 0;
}
