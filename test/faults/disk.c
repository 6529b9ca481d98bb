// A disk that fails when told to: put before libc (LD_PRELOAD), it looks at writes and syncs of files whose path ends in -wal or
// lies below /blobs/. The file named by KITH_FAULTS holds `SKIP ERRNO`: after SKIP such calls one fails with ERRNO, once; then
// the file is removed.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

static int fails(int fd) {
  const char *orders = getenv("KITH_FAULTS");
  char link[64], path[4096];
  if (!orders || access(orders, F_OK) != 0) return 0;
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t length = readlink(link, path, sizeof path - 1);
  if (length < 4) return 0;
  path[length] = 0;
  if (strcmp(path + length - 4, "-wal") != 0 && !strstr(path, "/blobs/")) return 0;
  FILE *file = fopen(orders, "r");
  int skip = 0, code = 0;
  if (!file) return 0;
  int read = fscanf(file, "%d %d", &skip, &code);
  fclose(file);
  if (read != 2) return 0;
  if (skip == 0) {
    unlink(orders);
    return code;
  }
  file = fopen(orders, "w");
  if (file) {
    fprintf(file, "%d %d", skip - 1, code);
    fclose(file);
  }
  return 0;
}

#define REAL(name) static __typeof__(&name) real; if (!real) real = (__typeof__(&name))dlsym(RTLD_NEXT, #name);
#define MAYBE_FAIL(fd) int code = fails(fd); if (code) { errno = code; return -1; }

ssize_t pwrite64(int fd, const void *bytes, size_t count, off_t at) {
  REAL(pwrite64)
  MAYBE_FAIL(fd)
  return real(fd, bytes, count, at);
}
ssize_t pwrite(int fd, const void *bytes, size_t count, off_t at) {
  REAL(pwrite)
  MAYBE_FAIL(fd)
  return real(fd, bytes, count, at);
}
ssize_t write(int fd, const void *bytes, size_t count) {
  REAL(write)
  MAYBE_FAIL(fd)
  return real(fd, bytes, count);
}
int fsync(int fd) {
  REAL(fsync)
  MAYBE_FAIL(fd)
  return real(fd);
}
int fdatasync(int fd) {
  REAL(fdatasync)
  MAYBE_FAIL(fd)
  return real(fd);
}
