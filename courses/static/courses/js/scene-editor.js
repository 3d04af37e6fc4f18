// Makes a scene in Wagtail's admin: its objects are marked on the picture as places are elsewhere (region-editor.js),
// and the steps of the order are chosen from those there are.

// As Django's slugify, which names an author's own actions and objects without a short name.
function slug(text) {
  const plain = text.normalize('NFKD').replace(/[^\x00-\x7f]/g, '').toLowerCase();
  return plain.replace(/[^\w\s-]/g, '').replace(/[-\s]+/g, '-').replace(/^[-_]+|[-_]+$/g, '');
}

class SceneEditor extends window.RegionEditor {
  draw() {
    super.draw();
    this.container.addEventListener('focusout', (event) => this.nameObject(event.target));
  }

  refresh() {
    super.refresh();
    this.offerSteps(this.objects());
  }

  objects() {
    return this.places().map((one) => {
      const text = (name) => this.at(one.item, `value-${name}`)?.value.trim() || '';
      return { ...one, key: slug(text('key') || text('name')).slice(0, 30) };
    });
  }

  /** An object's short name is made from its name once it has one: the order speaks of it. */
  nameObject(input) {
    const own = input.name?.match(/^(.+-objects-\d+)-value-name$/);
    const key = own && this.at(own[1], 'value-key');
    if (!key || key.value || !input.value) return;
    key.value = slug(input.value).slice(0, 30);
    key.dispatchEvent(new Event('change', { bubbles: true }));
  }

  /** Every step there is: an object and what can be done with it. */
  steps(objects) {
    return objects.flatMap((one) =>
      this.items('actions', `${one.item}-value`).map((item) => {
        const action = this.at(item, 'value-action');
        const label = this.at(item, 'value-label').value.trim();
        if (!action.value || !one.key) return null;
        const name = action.value === 'own' ? `own-${slug(label)}` : action.value;
        return { value: `${one.key}.${name}`, words: `${one.title}: ${label || action.selectedOptions[0].text}` };
      }),
    ).filter(Boolean);
  }

  /** The order's fields become lists to choose from; what they hold stays what is sent. */
  offerSteps(objects) {
    const steps = this.steps(objects);
    for (const rule of this.items('order')) {
      for (const side of ['before', 'after']) {
        const input = this.at(rule, `value-${side}`);
        let chooser = input.parentElement.querySelector('select');
        if (!chooser) {
          chooser = document.createElement('select');
          chooser.id = input.id;
          input.removeAttribute('id');
          input.hidden = true;
          chooser.addEventListener('change', () => { input.value = chooser.value; });
          input.after(chooser);
        }
        const gone = input.value && !steps.some((step) => step.value === input.value);
        const options = [new Option(this.meta.words.step, ''), ...steps.map((step) => new Option(step.words, step.value))];
        if (gone) options.push(new Option(this.meta.words.gone.replace('%s', input.value), input.value));
        const wanted = options.map((option) => `${option.value} ${option.text}`).join();
        if (chooser.dataset.options !== wanted) {
          chooser.dataset.options = wanted;
          chooser.replaceChildren(...options);
        }
        chooser.value = input.value;
      }
    }
  }
}

window.telepath.register('courses.interactions.scene.SceneBlock', window.withEditor(SceneEditor));
