// The part of PCRE2 that ECMAPattern uses; its macros cannot be imported, so they are wrapped in functions.
#ifndef VITRINE_CPCRE2_H
#define VITRINE_CPCRE2_H

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>
#include <stddef.h>
#include <stdint.h>

/// Compiles a UTF-8 pattern, with the just-in-time compiler where it works; NULL and an error number otherwise.
static inline pcre2_code *vitrine_pcre2_compile(const uint8_t *pattern, size_t length, int *error, size_t *offset) {
    pcre2_compile_context *context = pcre2_compile_context_create(NULL);
    if (context == NULL) {
        *error = PCRE2_ERROR_NOMEMORY;
        return NULL;
    }
    pcre2_set_compile_extra_options(context, PCRE2_EXTRA_ALLOW_SURROGATE_ESCAPES);
    uint32_t options = PCRE2_UTF | PCRE2_MATCH_UNSET_BACKREF | PCRE2_DOLLAR_ENDONLY | PCRE2_NEVER_BACKSLASH_C
        | PCRE2_USE_OFFSET_LIMIT;
    pcre2_code *code = pcre2_compile(pattern, length, options, error, offset, context);
    pcre2_compile_context_free(context);
    if (code != NULL) {
        pcre2_jit_compile(code, PCRE2_JIT_COMPLETE);  // a refusal leaves the interpreter
    }
    return code;
}

static inline pcre2_match_context *vitrine_pcre2_limits(uint32_t steps, uint32_t depth, uint32_t heap_kib) {
    pcre2_match_context *context = pcre2_match_context_create(NULL);
    if (context != NULL) {
        pcre2_set_match_limit(context, steps);
        pcre2_set_depth_limit(context, depth);
        pcre2_set_heap_limit(context, heap_kib);
    }
    return context;
}

static inline int vitrine_pcre2_is_limit(int result) {
    return result == PCRE2_ERROR_MATCHLIMIT || result == PCRE2_ERROR_DEPTHLIMIT || result == PCRE2_ERROR_HEAPLIMIT
        || result == PCRE2_ERROR_JIT_STACKLIMIT || result == PCRE2_ERROR_NOMEMORY;
}

static inline void vitrine_pcre2_free(pcre2_code *code, pcre2_match_context *limits) {
    pcre2_match_context_free(limits);
    pcre2_code_free(code);
}

/// Writes the text of an error, with a zero at its end, into `buffer`.
static inline void vitrine_pcre2_message(int error, uint8_t *buffer, size_t capacity) {
    if (pcre2_get_error_message(error, buffer, capacity) < 0 && capacity > 0) buffer[0] = 0;
}

#endif
