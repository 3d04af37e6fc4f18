// Shows a block (a list or a group, not a stream) as a field of a form in Wagtail's admin.
// Wagtail's own controller expects a stream of blocks at the top.
class BlockFieldController extends window.StimulusModule.Controller {
  connect() {
    const { element } = this;
    if (element.dataset.shown) return;
    element.dataset.shown = 'true';
    const block = window.telepath.unpack(JSON.parse(element.dataset.blockDefinition));
    const [state, error] = JSON.parse(element.dataset.blockArguments);
    const shown = block.render(element, element.id, state, error);
    // Wagtail's group tells at first what is wrong in its parts only, not with itself.
    if (error) shown.setError(error);
  }
}

window.wagtail.app.register('block-field', BlockFieldController);
