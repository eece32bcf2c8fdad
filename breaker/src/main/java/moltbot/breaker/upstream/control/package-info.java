/// Exchanges handed on to control, over its link.
@NullMarked
package moltbot.breaker.upstream.control;

import org.jspecify.annotations.NullMarked;
