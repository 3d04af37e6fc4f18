// Shows a block (a list or a group, not a stream) as a field of a form in Wagtail's admin.
// Wagtail's own controller expects a stream of blocks at the top.
class BlockFieldController extends window.StimulusModule.Controller {
  connect() {
    const { element } = this;
    if (element.dataset.shown) return;
    element.dataset.shown = 'true';
    const block = window.telepath.unpack(JSON.parse(element.dataset.blockDefinition));
    block.render(element, element.id, ...JSON.parse(element.dataset.blockArguments));
  }
}

window.wagtail.app.register('block-field', BlockFieldController);
