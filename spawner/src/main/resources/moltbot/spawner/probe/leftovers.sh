# tries: leaves a file wherever it may write, and looks for one that an earlier run left
# contained: there is none
# class: leftovers
# kind: machine
# twice: yes
# seen: host
for folder in /workspace /tmp /dev/shm /var/tmp /run/lock /dev/mqueue "$HOME" .; do
    [ -e "$folder/moltbot-canary" ] && reached "leftover $folder/moltbot-canary"
done
for folder in /workspace /tmp /dev/shm /var/tmp /run/lock /dev/mqueue "$HOME" .; do
    [ -d "$folder" ] && [ ! -e "$folder/moltbot-canary" ] && : > "$folder/moltbot-canary"
done 2>/dev/null
