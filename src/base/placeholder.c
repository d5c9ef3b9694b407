/* Replaced by the first file of this room. SPDX-License-Identifier: Apache-2.0 */
typedef int gz_base_room;
