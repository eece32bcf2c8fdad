/// What the guardian tells of itself.
@NullMarked
package moltbot.guardian.report;

import org.jspecify.annotations.NullMarked;
