/// What a canary reached from inside a sandbox.
@NullMarked
package moltbot.guardian.fact.sandbox;

import org.jspecify.annotations.NullMarked;
