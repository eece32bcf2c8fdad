/// The network of sandboxes: for each task a proxy on a Unix socket of its own, which ends TLS, judges every request by
/// the task's rules, puts keys in and keeps budgets.
@NullMarked
package moltbot.gateway.egress.task;

import org.jspecify.annotations.NullMarked;
