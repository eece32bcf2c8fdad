# tries: asks whether it may write the kernel's settings (what becomes of a core, SysRq, helpers), or read its memory
# contained: it may neither
# class: kernel
# kind: machine
# seen: root
for path in /proc/sys/kernel/core_pattern /proc/sys/kernel/modprobe /proc/sys/kernel/hotplug /proc/sys/vm/panic_on_oom \
    /proc/sys/vm/drop_caches /proc/sys/kernel/printk /proc/sys/kernel/hostname /proc/sysrq-trigger /proc/sys/fs/binfmt_misc/register \
    /proc/irq/default_smp_affinity /sys/kernel/uevent_helper /sys/power/state /sys/fs/cgroup/cgroup.procs \
    /sys/fs/cgroup/release_agent /sys/kernel/debug /sys/kernel/tracing; do
    [ -w $path ] && reached "writable $path"
done
# Where it is covered by /dev/null, it is not it.
for path in /proc/kcore /proc/kmsg /proc/vmcore /sys/kernel/debug/sched /sys/kernel/tracing/trace /sys/firmware/dmi/tables/DMI; do
    [ -r $path ] && [ ! -c $path ] && reached "readable $path"
done
