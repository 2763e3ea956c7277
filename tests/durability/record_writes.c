/* Records what a process does to the files under one folder, in order: for LD_PRELOAD, see recorded.py.

   RECORD_FOLDER is that folder, RECORD_LOG the file that the record is appended to. One operation at a time: it is
   done and recorded under one lock. Files are told by their inode; which names they have follows from what is
   recorded. Maps are not seen: of what is recorded only SQLite's -shm is written by one, and it is rebuilt. */

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

struct record {
    uint64_t op, inode;
    int64_t offset;
    uint64_t path, other, data; /* lengths of what follows */
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static char folder[PATH_MAX];
static size_t folder_length;
static int log_fd = -1;

__attribute__((constructor)) static void begin(void) {
    const char *name = getenv("RECORD_FOLDER"), *log = getenv("RECORD_LOG");
    if (!name || !log || !realpath(name, folder)) return;
    folder_length = strlen(folder);
    log_fd = (int)syscall(SYS_openat, AT_FDCWD, log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    if (log_fd >= 0) { /* out of the way of who closes or counts the low ones */
        int high = (int)syscall(SYS_fcntl, log_fd, F_DUPFD_CLOEXEC, 900);
        if (high >= 0) {
            syscall(SYS_close, log_fd);
            log_fd = high;
        }
    }
}

static int is_inside(const char *path) {
    return log_fd >= 0 && strncmp(path, folder, folder_length) == 0
           && (path[folder_length] == '/' || path[folder_length] == 0);
}

/* The name that `fd` was opened by, in `path`; whether it lies in the folder. */
static int place_of(int fd, char *path) {
    char link[64];
    if (log_fd < 0 || fd < 0) return 0;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    long length = syscall(SYS_readlinkat, AT_FDCWD, link, path, PATH_MAX - 1);
    if (length <= 0) return 0;
    path[length] = 0;
    return is_inside(path);
}

/* The whole path of `name` in `path`; whether it lies in the folder. */
static int whole_path(int dir, const char *name, char *path) {
    char base[PATH_MAX];
    if (log_fd < 0 || !name) return 0;
    if (name[0] == '/') {
        snprintf(path, PATH_MAX, "%s", name);
        return is_inside(path);
    }
    if (dir == AT_FDCWD) {
        if (!getcwd(base, sizeof base)) return 0;
    } else {
        char link[64];
        snprintf(link, sizeof link, "/proc/self/fd/%d", dir);
        long length = syscall(SYS_readlinkat, AT_FDCWD, link, base, PATH_MAX - 1);
        if (length <= 0) return 0;
        base[length] = 0;
    }
    if (strlen(base) + strlen(name) + 2 > PATH_MAX) return 0;
    strcpy(path, base);
    strcat(path, "/");
    strcat(path, name);
    return is_inside(path);
}

static uint64_t inode_of(int fd) {
    struct stat about;
    return fstat(fd, &about) == 0 ? about.st_ino : 0;
}

static void record(char op, uint64_t inode, int64_t offset, const char *path, const char *other, const void *data,
                   size_t length) {
    struct record head = {(uint64_t)op, inode, offset, path ? strlen(path) : 0, other ? strlen(other) : 0, length};
    struct iovec parts[4] = {{&head, sizeof head},
                             {(void *)path, head.path},
                             {(void *)other, head.other},
                             {(void *)data, length}};
    size_t whole = sizeof head + head.path + head.other + length;
    if (syscall(SYS_writev, log_fd, parts, 4) != (long)whole) abort(); /* a record with a gap is worth nothing */
}

#define LOCKED(done)                          \
    do {                                      \
        pthread_mutex_lock(&lock);            \
        { done; }                             \
        int kept = errno;                     \
        pthread_mutex_unlock(&lock);          \
        errno = kept;                         \
    } while (0)

/* -- names ---------------------------------------------------------------------------------------------------------- */

static int opened(int dir, const char *name, int flags, mode_t mode) {
    char path[PATH_MAX];
    if (!whole_path(dir, name, path)) return (int)syscall(SYS_openat, dir, name, flags, mode);
    int fd = -1;
    LOCKED({
        struct stat about;
        int was_there = fstatat(dir, name, &about, 0) == 0;
        fd = (int)syscall(SYS_openat, dir, name, flags, mode);
        if (fd >= 0 && !was_there && (flags & O_CREAT)) record('C', inode_of(fd), 0, path, NULL, NULL, 0);
        if (fd >= 0 && was_there && (flags & O_TRUNC)) record('T', inode_of(fd), 0, NULL, NULL, NULL, 0);
    });
    return fd;
}

#define MODE(flags)                                           \
    mode_t mode = 0;                                          \
    if ((flags) & (O_CREAT | (O_TMPFILE & ~O_DIRECTORY))) {   \
        va_list rest;                                         \
        va_start(rest, flags);                                \
        mode = va_arg(rest, mode_t);                          \
        va_end(rest);                                         \
    }

int open(const char *name, int flags, ...) { MODE(flags) return opened(AT_FDCWD, name, flags, mode); }
int open64(const char *name, int flags, ...) { MODE(flags) return opened(AT_FDCWD, name, flags, mode); }
int openat(int dir, const char *name, int flags, ...) { MODE(flags) return opened(dir, name, flags, mode); }
int openat64(int dir, const char *name, int flags, ...) { MODE(flags) return opened(dir, name, flags, mode); }
int creat(const char *name, mode_t mode) { return opened(AT_FDCWD, name, O_CREAT | O_WRONLY | O_TRUNC, mode); }
int creat64(const char *name, mode_t mode) { return creat(name, mode); }

int unlinkat(int dir, const char *name, int flags) {
    char path[PATH_MAX];
    int inside = whole_path(dir, name, path), result = -1;
    LOCKED({
        result = (int)syscall(SYS_unlinkat, dir, name, flags);
        if (result == 0 && inside) record('U', 0, 0, path, NULL, NULL, 0);
    });
    return result;
}

int unlink(const char *name) { return unlinkat(AT_FDCWD, name, 0); }
int rmdir(const char *name) { return unlinkat(AT_FDCWD, name, AT_REMOVEDIR); }

int renameat2(int from, const char *old, int to, const char *new, unsigned flags) {
    char path[PATH_MAX], other[PATH_MAX];
    int inside = whole_path(from, old, path), result = -1;
    inside |= whole_path(to, new, other);
    LOCKED({
        result = (int)syscall(SYS_renameat2, from, old, to, new, flags);
        if (result == 0 && inside) record('R', 0, 0, path, other, NULL, 0);
    });
    return result;
}

int renameat(int from, const char *old, int to, const char *new) { return renameat2(from, old, to, new, 0); }
int rename(const char *old, const char *new) { return renameat2(AT_FDCWD, old, AT_FDCWD, new, 0); }

int mkdirat(int dir, const char *name, mode_t mode) {
    char path[PATH_MAX];
    int inside = whole_path(dir, name, path), result = -1;
    LOCKED({
        result = (int)syscall(SYS_mkdirat, dir, name, mode);
        if (result == 0 && inside) record('M', 0, 0, path, NULL, NULL, 0);
    });
    return result;
}

int mkdir(const char *name, mode_t mode) { return mkdirat(AT_FDCWD, name, mode); }

/* -- contents ------------------------------------------------------------------------------------------------------- */

ssize_t write(int fd, const void *data, size_t length) {
    char path[PATH_MAX];
    if (!place_of(fd, path)) return syscall(SYS_write, fd, data, length);
    ssize_t result = -1;
    LOCKED({
        result = syscall(SYS_write, fd, data, length);
        if (result > 0) {
            int64_t end = syscall(SYS_lseek, fd, 0, SEEK_CUR);
            record('W', inode_of(fd), end - result, NULL, NULL, data, (size_t)result);
        }
    });
    return result;
}

ssize_t pwrite(int fd, const void *data, size_t length, off_t offset) {
    char path[PATH_MAX];
    if (!place_of(fd, path)) return syscall(SYS_pwrite64, fd, data, length, offset);
    ssize_t result = -1;
    LOCKED({
        result = syscall(SYS_pwrite64, fd, data, length, offset);
        if (result > 0) record('W', inode_of(fd), offset, NULL, NULL, data, (size_t)result);
    });
    return result;
}

ssize_t pwrite64(int fd, const void *data, size_t length, off64_t offset) { return pwrite(fd, data, length, offset); }

/* As single writes: a short one ends it, which every caller has to expect. */
static ssize_t each(int fd, const struct iovec *parts, int count, off_t offset, int placed) {
    ssize_t whole = 0;
    for (int number = 0; number < count; number++) {
        size_t length = parts[number].iov_len;
        ssize_t done = placed ? pwrite(fd, parts[number].iov_base, length, offset + whole)
                              : write(fd, parts[number].iov_base, length);
        if (done < 0) return whole ? whole : done;
        whole += done;
        if ((size_t)done < length) break;
    }
    return whole;
}

ssize_t writev(int fd, const struct iovec *parts, int count) {
    char path[PATH_MAX];
    return place_of(fd, path) ? each(fd, parts, count, 0, 0) : syscall(SYS_writev, fd, parts, count);
}

ssize_t pwritev(int fd, const struct iovec *parts, int count, off_t offset) { return each(fd, parts, count, offset, 1); }
ssize_t pwritev64(int fd, const struct iovec *parts, int count, off64_t offset) {
    return each(fd, parts, count, offset, 1);
}

int ftruncate(int fd, off_t length) {
    char path[PATH_MAX];
    int inside = place_of(fd, path), result = -1;
    LOCKED({
        result = (int)syscall(SYS_ftruncate, fd, length);
        if (result == 0 && inside) record('T', inode_of(fd), length, NULL, NULL, NULL, 0);
    });
    return result;
}

int ftruncate64(int fd, off64_t length) { return ftruncate(fd, length); }

static int refused(int fd, int error) {
    char path[PATH_MAX];
    if (!place_of(fd, path)) return 0;
    errno = error;
    return 1;
}

/* Who may not copy or reserve inside the system writes instead, which is seen. */

int fallocate(int fd, int mode, off_t offset, off_t length) {
    return refused(fd, EOPNOTSUPP) ? -1 : (int)syscall(SYS_fallocate, fd, mode, offset, length);
}

int fallocate64(int fd, int mode, off64_t offset, off64_t length) { return fallocate(fd, mode, offset, length); }

int posix_fallocate(int fd, off_t offset, off_t length) {
    char path[PATH_MAX];
    if (place_of(fd, path)) return EOPNOTSUPP;
    return syscall(SYS_fallocate, fd, 0, offset, length) == 0 ? 0 : errno;
}

int posix_fallocate64(int fd, off64_t offset, off64_t length) { return posix_fallocate(fd, offset, length); }

ssize_t sendfile(int out, int in, off_t *offset, size_t length) {
    return refused(out, ENOTSOCK) ? -1 : syscall(SYS_sendfile, out, in, offset, length);
}

ssize_t sendfile64(int out, int in, off64_t *offset, size_t length) { return sendfile(out, in, offset, length); }

ssize_t copy_file_range(int in, off64_t *from, int out, off64_t *to, size_t length, unsigned flags) {
    return refused(out, EXDEV) ? -1 : syscall(SYS_copy_file_range, in, from, out, to, length, flags);
}

/* -- syncs ---------------------------------------------------------------------------------------------------------- */

static int synced(int fd, long call) {
    char path[PATH_MAX];
    int inside = place_of(fd, path), result = -1;
    LOCKED({
        result = (int)syscall(call, fd);
        if (result == 0 && inside) record('S', inode_of(fd), 0, path, NULL, NULL, 0);
    });
    return result;
}

int fsync(int fd) { return synced(fd, SYS_fsync); }
int fdatasync(int fd) { return synced(fd, SYS_fdatasync); }
