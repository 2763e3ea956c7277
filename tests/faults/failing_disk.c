/* A disk that fails, for LD_PRELOAD: see disk.py.

   Whatever a process writes to files in one folder fails with an error number once so many bytes are written there, as
   on a full disk, a used-up quota, a disk that has become read-only, a drive that was pulled out. Reading, renaming
   and deleting go on. `fail_after` begins it, `written` says how many bytes were written. */

#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static char folder[PATH_MAX];
static size_t folder_length;
static long long room, count_written;
static int error_number, watching, failing;

/* From now on `bytes` more may be written to files in `name`; fewer than 0: any number. */
void fail_after(const char *name, long long bytes, int number) {
    if (!realpath(name, folder)) return;
    folder_length = strlen(folder);
    failing = bytes >= 0;
    room = bytes;
    error_number = number;
    count_written = 0;
    watching = 1;
}

long long written(void) { return count_written; }

static int is_inside(const char *path) {
    return strncmp(path, folder, folder_length) == 0 && (path[folder_length] == '/' || path[folder_length] == 0);
}

/* How many of `count` bytes may be written to `fd`; -1, and errno, where none may. */
static ssize_t allowed(int fd, size_t count) {
    char link[64], path[PATH_MAX];
    if (!watching || fd < 0) return (ssize_t)count;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    long length = syscall(SYS_readlinkat, AT_FDCWD, link, path, PATH_MAX - 1);
    if (length <= 0) return (ssize_t)count;
    path[length] = 0;
    if (!is_inside(path)) return (ssize_t)count;
    pthread_mutex_lock(&lock);
    ssize_t granted = (ssize_t)count;
    if (failing && room < granted) granted = (ssize_t)room; /* a disk takes a part of it first */
    room -= granted;
    count_written += granted;
    pthread_mutex_unlock(&lock);
    if (granted == 0 && count > 0) {
        errno = error_number;
        return -1;
    }
    return granted;
}

ssize_t write(int fd, const void *data, size_t count) {
    ssize_t granted = allowed(fd, count);
    return granted < 0 ? -1 : syscall(SYS_write, fd, data, (size_t)granted);
}

ssize_t pwrite64(int fd, const void *data, size_t count, off64_t offset) {
    ssize_t granted = allowed(fd, count);
    return granted < 0 ? -1 : syscall(SYS_pwrite64, fd, data, (size_t)granted, offset);
}

ssize_t pwrite(int fd, const void *data, size_t count, off_t offset) { return pwrite64(fd, data, count, offset); }

/* glibc's own buffered streams call none of the above; nothing here writes by them. */

ssize_t writev(int fd, const struct iovec *parts, int number) {
    ssize_t done = 0;
    for (int n = 0; n < number; n++) {
        ssize_t written = write(fd, parts[n].iov_base, parts[n].iov_len);
        if (written < 0) return done ? done : -1;
        done += written;
        if ((size_t)written < parts[n].iov_len) break;
    }
    return done;
}

ssize_t copy_file_range(int in, off64_t *from, int out, off64_t *to, size_t count, unsigned int flags) {
    ssize_t granted = allowed(out, count);
    return granted < 0 ? -1 : syscall(SYS_copy_file_range, in, from, out, to, (size_t)granted, flags);
}

ssize_t sendfile64(int out, int in, off64_t *from, size_t count) {
    ssize_t granted = allowed(out, count);
    return granted < 0 ? -1 : syscall(SYS_sendfile, out, in, from, (size_t)granted);
}

ssize_t sendfile(int out, int in, off_t *from, size_t count) { return sendfile64(out, in, from, count); }
