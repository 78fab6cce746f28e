/** Said above whatever may be in use because something was not read. */
export const DELETE_NOTHING = 'Undetermined: what seems free may be in use. Delete nothing on this.';
