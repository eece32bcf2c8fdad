# tries: looks for disks, memory, keyboards, the kernel's log, virtual machines, file systems and networks under /dev
# contained: there is none that it could open
# class: devices
# kind: machine
# seen: root
for path in /dev/mem /dev/kmem /dev/port /dev/kmsg /dev/kvm /dev/fuse /dev/net/tun /dev/vsock /dev/vhost-vsock /dev/loop-control \
    /dev/console /dev/tty0 /dev/tty1 /dev/uinput /dev/input/* /dev/dri/* /dev/snd/* /dev/cpu/0/msr /dev/hwrng /dev/autofs \
    /dev/mapper/control /dev/ubuntu-fan /dev/rfkill /dev/watchdog; do
    [ -c "$path" ] && { [ -r "$path" ] || [ -w "$path" ]; } && reached "device $path"
done
for path in /dev/*; do
    [ -b "$path" ] && { [ -r "$path" ] || [ -w "$path" ]; } && reached "disk $path"
done
