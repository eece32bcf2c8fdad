@NullMarked
package moltbot.guardian.observe.proxy;

import org.jspecify.annotations.NullMarked;
