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

/// Looks for a match that begins at a byte from `start` to `last`; `text` must be UTF-8.
/// Returns 1 or 0, or one of PCRE2's negative error numbers.
static inline int vitrine_pcre2_search(const pcre2_code *code, const pcre2_match_context *limits,
                                       const uint8_t *text, size_t length, size_t start, size_t last) {
    pcre2_match_data *data = pcre2_match_data_create(1, NULL);
    if (data == NULL) return PCRE2_ERROR_NOMEMORY;
    pcre2_match_context *context = (pcre2_match_context *)limits;
    if (last < length) {  // the shared context is never changed
        context = pcre2_match_context_copy(context);
        if (context == NULL) {
            pcre2_match_data_free(data);
            return PCRE2_ERROR_NOMEMORY;
        }
        pcre2_set_offset_limit(context, last);
    }
    int result = pcre2_match(code, text, length, start, PCRE2_NO_UTF_CHECK, data, context);
    if (result == PCRE2_ERROR_JIT_STACKLIMIT) {
        result = pcre2_match(code, text, length, start, PCRE2_NO_UTF_CHECK | PCRE2_NO_JIT, data, context);
    }
    if (context != limits) pcre2_match_context_free(context);
    pcre2_match_data_free(data);
    if (result == PCRE2_ERROR_NOMATCH) return 0;
    return result >= 0 ? 1 : result;
}

static inline int vitrine_pcre2_limit_reached(void) {
    return PCRE2_ERROR_MATCHLIMIT;
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
