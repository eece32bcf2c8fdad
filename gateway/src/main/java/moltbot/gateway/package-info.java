@NullMarked
package moltbot.gateway;

import org.jspecify.annotations.NullMarked;
