package moltbot.gateway.model.remote;

import moltbot.contract.model.Content;

/// What stands for an image or a document that a model cannot be shown.
public final class Absent {
    private Absent() {}

    /// Where its bytes did not come along, or its kind is one that this API does not take.
    public static String words(Content.Media media) {
        return media.isImage() ? "[An image that is not shown here.]" : "[A document that is not shown here.]";
    }
}
