@NullMarked
package moltbot.guardian.observe.network;

import org.jspecify.annotations.NullMarked;
