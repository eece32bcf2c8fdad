/// The files of a conversation's workspace, as tools.
@NullMarked
package moltbot.runtime.files;

import org.jspecify.annotations.NullMarked;
