# shellcheck shell=bash
# Control groups: one per host, so that memory and processor time can be read per host and a host can be paused.
# Below it, 'sys' holds the engine, 'agent' the Drover agent; containers get groups of their own from the engine.
# Version 1 has a tree per controller, version 2 one tree for all; a machine without either still gets a lab that
# cannot pause hosts.

CGROUPS=/sys/fs/cgroup
CGROUP_V1="memory cpu cpuacct pids freezer blkio"

cgroup_is_v2() { [[ -e $CGROUPS/cgroup.controllers ]]; }

# The root of every tree in which a host has a group.
cgroup_trees() {
  local controller
  if cgroup_is_v2; then
    echo "$CGROUPS"
  else
    for controller in $CGROUP_V1; do
      [[ ! -e $CGROUPS/$controller/cgroup.procs ]] || echo "$CGROUPS/$controller"
    done
  fi
}

cgroup_create() {
  local tree
  for tree in $(cgroup_trees); do
    mkdir -p "$tree/$LAB_CGROUP/h$1/sys" "$tree/$LAB_CGROUP/h$1/agent"
  done
  ! cgroup_is_v2 || cgroup_delegate "" "/$LAB_CGROUP" "/$LAB_CGROUP/h$1"
}

# Version 2: a group's children have only the controllers that it hands on. One by one: a controller that cannot be
# handed on (it is in use elsewhere) must not take the others with it.
cgroup_delegate() {
  local group controller
  for group; do
    for controller in $(<"$CGROUPS$group/cgroup.controllers"); do
      echo "+$controller" 2>/dev/null >"$CGROUPS$group/cgroup.subtree_control" || true
    done
  done
}

# cgroup_enter HOST PART: moves the calling (sub)shell.
cgroup_enter() {
  local tree
  for tree in $(cgroup_trees); do
    echo "$BASHPID" >"$tree/$LAB_CGROUP/h$1/$2/cgroup.procs" || true
  done
}

cgroup_freeze() {
  if cgroup_is_v2; then
    echo 1 >"$CGROUPS/$LAB_CGROUP/h$1/cgroup.freeze"
  else
    echo FROZEN >"$CGROUPS/freezer/$LAB_CGROUP/h$1/freezer.state"
  fi
}

cgroup_thaw() {
  if cgroup_is_v2; then
    echo 0 >"$CGROUPS/$LAB_CGROUP/h$1/cgroup.freeze"
  else
    echo THAWED >"$CGROUPS/freezer/$LAB_CGROUP/h$1/freezer.state"
  fi
}

cgroup_is_frozen() {
  if cgroup_is_v2; then
    grep -qx 1 "$CGROUPS/$LAB_CGROUP/h$1/cgroup.freeze" 2>/dev/null
  else
    [[ -e $CGROUPS/freezer/$LAB_CGROUP/h$1/freezer.state ]] &&
      ! grep -qx THAWED "$CGROUPS/freezer/$LAB_CGROUP/h$1/freezer.state"
  fi
}

# Bytes in use by everything on the host.
cgroup_memory() {
  cat "$CGROUPS/$LAB_CGROUP/h$1/memory.current" 2>/dev/null ||
    cat "$CGROUPS/memory/$LAB_CGROUP/h$1/memory.usage_in_bytes" 2>/dev/null || echo 0
}

# The engine makes groups in trees that we do not use ourselves (cpuset, devices, ...): look in all of them.
cgroup_remove() {
  local tree group
  for tree in "$CGROUPS" "$CGROUPS"/*/; do
    group=${tree%/}/$LAB_CGROUP/h$1
    [[ ! -d $group ]] || find "$group" -depth -type d -exec rmdir {} + 2>/dev/null || true
  done
}

cgroup_remove_all() {
  local tree
  for tree in "$CGROUPS" "$CGROUPS"/*/; do
    [[ ! -d ${tree%/}/$LAB_CGROUP ]] || rmdir "${tree%/}/$LAB_CGROUP" 2>/dev/null || true
  done
}
