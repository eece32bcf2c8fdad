/// The certificate this house shows where it speaks TLS itself: the owner's own, or one of a small authority of its
/// own.
@NullMarked
package moltbot.breaker.certificate;

import org.jspecify.annotations.NullMarked;
