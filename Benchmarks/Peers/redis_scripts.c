// The queue's scripts, driven by hiredis without an event loop: what the dispatcher in Swift is measured beside.
//
// cc -O2 -o redis_scripts redis_scripts.c -lhiredis
// redis_scripts HOST PORT PASSWORD PREFIX WORK SIZE COUNT PUSH TAKE END
//   WORK   push   SIZE calls with one ticket each under way at a time
//          batch  one call with SIZE tickets at a time
//          take   one call that takes SIZE tickets, one that ends them
//   PUSH, TAKE, END   the digests of the scripts, which the server knows already (dispatch-load teaches it)
// Prints tickets per second and this process' microseconds of CPU per ticket.
#include <hiredis/hiredis.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

enum { projects = 500, most = 256, words = 8 + 5 * most };

static redisContext *redis;
static const char *prefix;
static char key[256];

static void fail(const char *what) {
    fprintf(stderr, "redis_scripts: %s\n", what);
    exit(1);
}

// The words of one command.
static const char *word[words];
static size_t length[words];
static char text[words][128];
static int count;

static void begin(const char *digest) {
    count = 0;
    const char *first[] = {"EVALSHA", digest, "1", key, prefix};
    for (int i = 0; i < 5; i++) {
        word[count] = first[i];
        length[count++] = strlen(first[i]);
    }
}
static void add(const char *format, ...) {
    va_list values;
    va_start(values, format);
    length[count] = (size_t)vsnprintf(text[count], sizeof text[count], format, values);
    va_end(values);
    word[count] = text[count];
    count++;
}
static void send_command(void) {
    if (redisAppendCommandArgv(redis, count, word, length) != REDIS_OK) fail(redis->errstr);
}
static redisReply *receive(void) {
    redisReply *reply = NULL;
    if (redisGetReply(redis, (void **)&reply) != REDIS_OK) fail(redis->errstr);
    if (reply->type == REDIS_REPLY_ERROR) fail(reply->str);
    return reply;
}

static uint64_t random_bits(void) { // xorshift64*
    static uint64_t state;
    if (!state) state = (uint64_t)time(NULL) * 0x9E3779B97F4A7C15u | 1;
    state ^= state >> 12;
    state ^= state << 25;
    state ^= state >> 27;
    return state * 0x2545F4914F6CDD1Du;
}
static void add_ticket(long number) {
    uint64_t high = random_bits(), low = random_bits();
    add("%08x-%04x-4%03x-8%03x-%012llx-%ld", (unsigned)(high >> 32), (unsigned)(high >> 16 & 0xffff),
        (unsigned)(high & 0xfff), (unsigned)(low >> 52), (unsigned long long)(low & 0xffffffffffffu), number % 64);
    add("default");
    add("1");
    add("project-%ld", number % projects);
    add("0 default 1 1795000000000 project-%ld index_upload", number % projects);
}

static double seconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec + now.tv_nsec / 1e9;
}
static double processor_seconds(void) {
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return usage.ru_utime.tv_sec + usage.ru_stime.tv_sec + (usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
}

static long push(const char *digest, int size, long total) {
    for (long number = 0; number < total; number += size) {
        for (int i = 0; i < size; i++) {
            begin(digest);
            add_ticket(number + i);
            send_command();
        }
        for (int i = 0; i < size; i++) freeReplyObject(receive());
    }
    return total / size * size;
}
static long push_batches(const char *digest, int size, long total) {
    for (long number = 0; number < total; number += size) {
        begin(digest);
        for (int i = 0; i < size; i++) add_ticket(number + i);
        send_command();
        freeReplyObject(receive());
    }
    return total / size * size;
}
static long take(const char *take_digest, const char *end_digest, int size, long total) {
    long done = 0;
    while (done < total) {
        begin(take_digest);
        add("%d", size);
        add("60000");
        add("1000000");
        add("1");
        add("default");
        send_command();
        redisReply *jobs = receive();
        if (jobs->elements < 4) fail("the queue is empty");
        begin(end_digest);
        for (size_t i = 2; i + 1 < jobs->elements; i += 2) {
            add("%s", jobs->element[i]->str);
            add("%s", jobs->element[1]->str);
            done++;
        }
        send_command();
        freeReplyObject(receive());
        freeReplyObject(jobs);
    }
    return done;
}

int main(int arguments, char **argument) {
    if (arguments != 11) fail("see the head of the source for the arguments");
    redis = redisConnect(argument[1], atoi(argument[2]));
    if (!redis || redis->err) fail(redis ? redis->errstr : "no memory");
    freeReplyObject(redisCommand(redis, "AUTH %s", argument[3]));
    prefix = argument[4];
    snprintf(key, sizeof key, "%stickets", prefix);
    const char *work = argument[5];
    int size = atoi(argument[6]);
    long total = atol(argument[7]);
    if (size < 1 || size > most) fail("SIZE is 1 to 256");
    double start = seconds(), processor = processor_seconds();
    long done = !strcmp(work, "push")    ? push(argument[8], size, total)
                : !strcmp(work, "batch") ? push_batches(argument[8], size, total)
                                         : take(argument[9], argument[10], size, total);
    double took = seconds() - start;
    printf("%.0f %.2f\n", done / took, (processor_seconds() - processor) * 1e6 / done);
}
