/* Kills the process at a counted call that changes a file: for LD_PRELOAD, see zygote.py.

   The call at which it is killed is not made any more. Counting begins with kill_at, in the process that calls it. */

#define _GNU_SOURCE
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

static atomic_long calls, last;

/* Count from now on; with `at` > 0 the process dies before its call number `at`. */
void kill_at(long at) {
    calls = 0;
    last = at;
}

long calls_made(void) { return calls; }

static void counted(void) {
    if (++calls == last) {
        kill(getpid(), SIGKILL);
        for (;;) pause();
    }
}

#define COUNTED(call) do { counted(); return (call); } while (0)

ssize_t write(int fd, const void *data, size_t length) { COUNTED(syscall(SYS_write, fd, data, length)); }
ssize_t pwrite(int fd, const void *data, size_t length, off_t offset) {
    COUNTED(syscall(SYS_pwrite64, fd, data, length, offset));
}
ssize_t pwrite64(int fd, const void *data, size_t length, off64_t offset) {
    COUNTED(syscall(SYS_pwrite64, fd, data, length, offset));
}
int ftruncate(int fd, off_t length) { COUNTED((int)syscall(SYS_ftruncate, fd, length)); }
int ftruncate64(int fd, off64_t length) { COUNTED((int)syscall(SYS_ftruncate, fd, length)); }
int fsync(int fd) { COUNTED((int)syscall(SYS_fsync, fd)); }
int fdatasync(int fd) { COUNTED((int)syscall(SYS_fdatasync, fd)); }
int rename(const char *old, const char *new) {
    COUNTED((int)syscall(SYS_renameat2, AT_FDCWD, old, AT_FDCWD, new, 0));
}
int unlink(const char *name) { COUNTED((int)syscall(SYS_unlinkat, AT_FDCWD, name, 0)); }
int rmdir(const char *name) { COUNTED((int)syscall(SYS_unlinkat, AT_FDCWD, name, AT_REMOVEDIR)); }
int link(const char *old, const char *new) {
    COUNTED((int)syscall(SYS_linkat, AT_FDCWD, old, AT_FDCWD, new, 0));
}
