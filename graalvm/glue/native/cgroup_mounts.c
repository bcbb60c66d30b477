/* Finds the directory of a cgroup controller from /proc/self/cgroup and /proc/self/mountinfo. */
#define _GNU_SOURCE
#include "cgroup.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

typedef struct {
  char root[PATH_MAX];
  char point[PATH_MAX];
  bool read_only;
} cgroup_mount;

static FILE *open_proc(const char *file) {
  char path[PATH_MAX];
  snprintf(path, sizeof path, "%s/proc/self/%s", cgroup_root, file);
  return fopen(path, "re");
}

static bool list_contains(const char *list, const char *name) {
  size_t length = strlen(name);
  for (const char *at = list; at; at = strchr(at, ',')) {
    if (*at == ',') at++;
    if (strncmp(at, name, length) == 0 && (at[length] == ',' || at[length] == 0)) return true;
  }
  return false;
}

static bool copy_path(char *to, const char *from) {
  size_t length = strlen(from);
  if (length >= PATH_MAX) return false;
  memcpy(to, from, length + 1);
  return true;
}

static bool is_octal(char digit, char largest) { return digit >= '0' && digit <= largest; }

/* mountinfo writes blanks and the like in paths as a backslash and exactly three octal digits.
 * Whatever else follows a backslash is left as it is, and so is a NUL, which no path can have. */
static void unescape(char *text) {
  char *to = text;
  for (const char *from = text; *from; to++) {
    bool escape =
        from[0] == '\\' && is_octal(from[1], '3') && is_octal(from[2], '7') && is_octal(from[3], '7');
    int code = escape ? (from[1] - '0') * 64 + (from[2] - '0') * 8 + (from[3] - '0') : 0;
    if (code != 0) {
      *to = (char)code;
      from += 4;
    } else {
      *to = *from++;
    }
  }
  *to = 0;
}

/* The process's path in the hierarchy that has the controller; 0 if none has, else the version.
 * A controller that a version 1 hierarchy has is missing from version 2's (hybrid mode). */
static int path_of_process(const char *controller, char *path) {
  FILE *file = open_proc("cgroup");
  if (!file) return 0;
  char *line = NULL;
  size_t size = 0;
  int version = 0;
  while (getline(&line, &size, file) > 0) {
    line[strcspn(line, "\n")] = 0;
    char *names = strchr(line, ':');
    char *where = names ? strchr(names + 1, ':') : NULL;
    if (!where || where[1] != '/') continue;
    *names++ = 0;
    *where++ = 0;
    if (strcmp(line, "0") == 0 && *names == 0) {
      if (version == 0 && copy_path(path, where)) version = 2;
    } else if (list_contains(names, controller) && copy_path(path, where)) {
      version = 1;
    }
  }
  free(line);
  fclose(file);
  return version;
}

static bool parse_mount(char *line, int version, const char *controller, cgroup_mount *mount) {
  char *after = strstr(line, " - ");
  if (!after) return false;
  *after = 0;
  /* type, source (which may be empty), options; of any length */
  char *options = after + 3;
  char *type = strsep(&options, " ");
  if (!options || !strsep(&options, " ") || !options) return false;
  if (version == 2 && strcmp(type, "cgroup2") != 0) return false;
  if (version == 1 && (strcmp(type, "cgroup") != 0 || !list_contains(options, controller))) return false;

  /* id, parent, device, root, mount point, mount options */
  char *fields[6], *rest = line;
  for (int i = 0; i < 6; i++) {
    fields[i] = strsep(&rest, " ");
    if (!fields[i]) return false;
  }
  unescape(fields[3]);
  unescape(fields[4]);
  if (fields[3][0] != '/' || fields[4][0] != '/') return false;
  mount->read_only = list_contains(fields[5], "ro");
  return copy_path(mount->root, fields[3]) && copy_path(mount->point, fields[4]);
}

/* A hierarchy may be mounted more than once; the usual place wins over, say, a monitoring tool's. */
static bool mount_of(int version, const char *controller, cgroup_mount *mount) {
  FILE *file = open_proc("mountinfo");
  if (!file) return false;
  char *line = NULL;
  size_t size = 0;
  bool found = false;
  cgroup_mount candidate;
  while (getline(&line, &size, file) > 0) {
    line[strcspn(line, "\n")] = 0;
    if (!parse_mount(line, version, controller, &candidate)) continue;
    bool usual = strncmp(candidate.point, "/sys/fs/cgroup", 14) == 0;
    if (!found || usual) *mount = candidate;
    found = true;
    if (usual) break;
  }
  free(line);
  fclose(file);
  return found;
}

static bool is_directory(const char *path) {
  struct stat status;
  return stat(path, &status) == 0 && S_ISDIR(status.st_mode);
}

/* What of the process's path lies below the mount's root. In a container that sees the host's
 * paths but mounts only its own cgroup, nothing is left of it, or the path leads outside. */
static const char *below_root(const char *path, const char *root) {
  size_t length = strcmp(root, "/") == 0 ? 0 : strlen(root);
  if (strncmp(path, root, length) == 0 && (path[length] == '/' || path[length] == 0)) return path + length;
  return strncmp(path, "/..", 3) == 0 ? "" : path;
}

void cgroup_find(const char *name, cgroup_controller *found) {
  char path[PATH_MAX];
  cgroup_mount mount;
  memset(found, 0, sizeof *found);
  int version = path_of_process(name, path);
  if (version == 0 || !mount_of(version, name, &mount)) return;

  if (snprintf(found->mount, PATH_MAX, "%s%s", cgroup_root, mount.point) >= PATH_MAX) return;
  const char *below = below_root(path, mount.root);
  bool fits = snprintf(found->leaf, PATH_MAX, "%s%s", found->mount, below) < PATH_MAX;
  if (!fits || strstr(below, "/../") || !is_directory(found->leaf)) strcpy(found->leaf, found->mount);
  size_t length = strlen(found->leaf);
  if (length > strlen(found->mount) && found->leaf[length - 1] == '/') found->leaf[length - 1] = 0;
  found->read_only = mount.read_only;
  found->version = version;
}

/* Cuts the last name off; false at the mount point, above which no limits can be seen. */
bool cgroup_parent(const cgroup_controller *controller, char *directory) {
  if (strlen(directory) <= strlen(controller->mount)) return false;
  char *slash = strrchr(directory, '/');
  if (!slash) return false;
  *slash = 0;
  return strlen(directory) >= strlen(controller->mount);
}
