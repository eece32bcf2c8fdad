@NullMarked
package moltbot.guardian.fact.proxy;

import org.jspecify.annotations.NullMarked;
