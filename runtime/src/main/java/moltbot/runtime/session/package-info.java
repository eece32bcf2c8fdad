@NullMarked
package moltbot.runtime.session;

import org.jspecify.annotations.NullMarked;
