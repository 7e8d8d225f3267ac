import {byId} from './dom.js';

/** Opens a dialog and waits until it is closed. Returns whether the user has confirmed it. */
export function openDialog(dialog) {
  return new Promise(resolve => {
    const form = dialog.querySelector('form');
    const confirm = event => {
      event.preventDefault(); // The page sends no forms.
      dialog.close('confirmed');
    };
    const cancel = () => dialog.close();
    form.addEventListener('submit', confirm);
    form.querySelector('.cancel')?.addEventListener('click', cancel);
    dialog.addEventListener('close', () => {
      form.removeEventListener('submit', confirm);
      form.querySelector('.cancel')?.removeEventListener('click', cancel);
      resolve(dialog.returnValue === 'confirmed');
    }, {once: true});
    dialog.returnValue = '';
    dialog.showModal();
  });
}

/** Asks whether to delete an object. */
export function confirmDeletion(title, text) {
  byId('question-title').textContent = title;
  byId('question-text').textContent = text;
  return openDialog(byId('question'));
}
