# tries: reads this machine's passwords, keys and names of users
# contained: none is there, and /etc/passwd names nobody but the sandbox's own users
# class: files
# seen: host
for path in /etc/shadow /etc/gshadow /etc/sudoers /etc/ssh/ssh_host_*_key /root/.ssh /root/.bashrc /home/*/.ssh /etc/machine-id; do
    [ -r "$path" ] && reached "$path"
done
