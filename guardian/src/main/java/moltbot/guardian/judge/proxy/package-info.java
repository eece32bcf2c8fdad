@NullMarked
package moltbot.guardian.judge.proxy;

import org.jspecify.annotations.NullMarked;
